#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

#include "container.h"
#include "hooks.h"
#include "io.h"
#include "rdt.h"
#include "rootfs_outside.h"
#include "sys.h"

/* Held still while the list is read, a group that forks cannot escape. */
int container_kill_all(const struct state *state, struct arena *arena, int signal, struct error *e)
{
	struct cgroup cgroup;
	struct error no_freezer = { 0 };
	pid_t *pids = NULL;
	if (cgroup_open_path(&cgroup, arena, state->cgroup, e) != 0) {
		cgroup_close(&cgroup);
		return -1;
	}
	bool was_frozen = cgroup_is_frozen(&cgroup);
	bool frozen = was_frozen || cgroup_freeze(&cgroup, true, &no_freezer) == 0;
	ssize_t count = cgroup_processes(&cgroup, arena, &pids, e);
	for (ssize_t i = 0; i < count; i++)
		if (pids[i] > 0 && kill(pids[i], signal) != 0 && errno != ESRCH)
			error_errno(e, "kill %d", pids[i]);
	if (frozen && (!was_frozen || signal == SIGKILL))
		cgroup_freeze(&cgroup, false, e);
	cgroup_close(&cgroup);
	return failed(e) ? -1 : 0;
}

bool container_owns_pids(const struct spec *spec)
{
	return spec && spec->namespaces[NS_PID].wanted && !spec->namespaces[NS_PID].path;
}

int container_remove(const struct state *state, struct arena *arena, struct error *e)
{
	struct cgroup cgroup;
	struct error ignored = { 0 };
	struct spec *spec = state_spec(state, arena, &ignored);
	/* Without a pid namespace its processes outlive the first one. */
	if (!container_owns_pids(spec))
		container_kill_all(state, arena, SIGKILL, &ignored);
	if (spec && spec->rdt.given) {
		AUTO_CLOSE int resctrl = rdt_open(&spec->rdt, &ignored);
		rdt_remove(resctrl, &spec->rdt, state->id);
	}
	/* Without an answer from systemd the cgroup is removed all the same, and then there is nothing left to stop. */
	if (state->unit)
		scope_stop(state->unit, arena, &ignored);
	int result = cgroup_open_path(&cgroup, arena, state->cgroup, e);
	if (result == 0)
		result = cgroup_remove(&cgroup, e);
	cgroup_close(&cgroup);
	if (result == 0)
		outside_unmount(state->dir, spec);
	if (result == 0 && spec)
		hooks_run_poststop(spec, state->id, state->bundle, arena);
	if (result == 0)
		state_remove(state->dir, state->id);
	return result;
}
