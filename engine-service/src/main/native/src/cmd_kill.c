#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "container.h"
#include "io.h"
#include "signals.h"
#include "sys.h"

static const struct option options[] = { { "all", 0, 0, 'a' }, { 0, 0, 0, 0 } };

static int kill_first(const struct state *state, int signal, struct error *e)
{
	AUTO_CLOSE int pidfd = state_pidfd(state);
	if (pidfd < 0 || sys_pidfd_send_signal(pidfd, signal) != 0)
		return errno == ESRCH ? error_set(e, "container not running") : error_errno(e, "kill");
	return 0;
}

/* A frozen process would not see a SIGKILL before it is thawed. */
static void thaw(const struct state *state)
{
	struct cgroup cgroup;
	struct error ignored = { 0 };
	if (cgroup_open_path(&cgroup, &cmd_arena, state->cgroup, &ignored) == 0
		&& cgroup_is_frozen(&cgroup))
		cgroup_freeze(&cgroup, false, &ignored);
	cgroup_close(&cgroup);
}

int cmd_kill(int argc, char **argv, struct error *e)
{
	struct state state;
	bool all = false;
	for (int option; (option = getopt_long(argc, argv, "+a", options, NULL)) != -1;) {
		if (option != 'a')
			return cmd_bad_option("kill", argv, e);
		all = true;
	}
	const char *id = cmd_container_id(argc, argv, optind, 0, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	const char *name = optind + 1 < argc ? argv[optind + 1] : "SIGTERM";
	int signal = signal_number(name);
	if (signal < 0)
		return error_set(e, "unknown signal \"%s\"", name);
	/* Without a pid namespace the others outlive the first process, and whoever kills means them too. */
	struct error ignored = { 0 };
	if (signal == SIGKILL && !all && !container_owns_pids(state_spec(&state, &cmd_arena, &ignored)))
		all = true;
	/* With --all a stopped container is fine: what is left in its cgroup is meant. */
	int result = all ? container_kill_all(&state, &cmd_arena, signal, e) : kill_first(&state, signal, e);
	if (result == 0 && signal == SIGKILL)
		thaw(&state);
	return result;
}
