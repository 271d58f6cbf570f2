#include "exec.h"

#include <errno.h>
#include <string.h>

#include "caps.h"
#include "cgroup_systemd.h"
#include "io.h"
#include "labels.h"
#include "sys.h"
#include "userns.h"

int exec_open(struct exec *x, struct arena *arena, const char *id, struct error *e)
{
	bool ignore_paused = x->ignore_paused;
	memset(x, 0, sizeof(*x));
	x->ignore_paused = ignore_paused;
	x->arena = arena;
	x->state.dir = -1;
	launch_init(&x->launch, arena);
	if (state_load(&x->state, arena, id, e) != 0)
		return -1;
	if (!state_alive(&x->state))
		return error_set(e, "cannot exec in a stopped container");
	if (cgroup_open_path(&x->cgroup, arena, x->state.cgroup, e) != 0)
		return -1;
	if (!x->ignore_paused && cgroup_is_frozen(&x->cgroup))
		return error_set(e, "cannot exec in a paused container");
	if (!(x->spec = state_spec(&x->state, arena, e)))
		return -1;
	x->process = x->spec->process;
	x->process.terminal = false;
	x->process.rows = x->process.columns = 0;
	return 0;
}

/* "cpu,cpuacct:path" is for the hierarchies of these controllers, "path" for all. */
int exec_use_group(struct exec *x, const char *group, struct error *e)
{
	const char *colon = strchr(group, ':'), *path = colon ? colon + 1 : group;
	char *names = arena_copy(x->arena, group, colon ? (size_t)(colon - group) : 0), *rest = NULL;
	if (strncmp(path, "..", 2) == 0 || strstr(path, "/.."))
		return error_set(e, "exec: --cgroup %s: bad sub cgroup path", group);
	for (size_t i = 0; !colon && i < x->cgroup.count; i++)
		if (cgroup_enter(&x->cgroup, &x->cgroup.hierarchies[i], path, e) != 0)
			return error_context(e, "exec: --cgroup %s", group);
	if (colon && x->cgroup.v2)
		return error_set(e, "exec: --cgroup %s: there are no controllers apart on cgroup v2", group);
	for (char *name = colon ? strtok_r(names, ",", &rest) : NULL; name; name = strtok_r(NULL, ",", &rest)) {
		struct hierarchy *h = cgroup_find(&x->cgroup, name);
		if (!h)
			return error_set(e, "exec: --cgroup %s: unknown controller %s", group, name);
		if (cgroup_enter(&x->cgroup, h, path, e) != 0)
			return error_context(e, "exec: --cgroup %s", group);
	}
	return 0;
}

int exec_read_process(struct exec *x, const char *path, const char *text, size_t length, struct error *e)
{
	struct reader r = { x->arena, e };
	struct json *json = json_parse(x->arena, text, length, e);
	if (!json)
		return error_context(e, "%s", path);
	memset(&x->process, 0, sizeof(x->process));
	x->process.io_priority = -1;
	return spec_parse_process(&r, json, &x->process) == 0 ? 0 : error_context(e, "%s", path);
}

static int check_ids(const struct exec *x, struct error *e)
{
	const struct spec *spec = x->spec;
	uint32_t outside;
	if (!spec->uid_map.count || !spec->gid_map.count)
		return 0;
	if (!mapping_find(&spec->uid_map, x->process.uid, &outside))
		return error_set(e, "user %u is not mapped by linux.uidMappings", x->process.uid);
	if (!mapping_find(&spec->gid_map, x->process.gid, &outside))
		return error_set(e, "group %u is not mapped by linux.gidMappings", x->process.gid);
	return 0;
}

int exec_create(struct exec *x, struct error *e)
{
	struct launch *l = &x->launch;
	if (check_ids(x, e) != 0 || labels_check(&x->process, NULL, e) != 0)
		return -1;
	caps_warn(&x->process.caps);
	l->id = x->state.id;
	l->bundle = x->state.bundle;
	l->spec = x->spec;
	l->process = &x->process;
	l->cgroup = &x->cgroup;
	l->unit = scope_attaches(x->state.unit) ? x->state.unit : NULL;
	if (x->spec->seccomp && !(l->seccomp = seccomp_compile(x->arena, x->spec->seccomp, e)))
		return -1;
	if ((l->container = state_pidfd(&x->state)) < 0)
		return error_set(e, "cannot exec in a stopped container");
	l->container_pid = x->state.pid;
	l->through = x->spec->namespaces[NS_USER].wanted && userns_differs(x->state.pid);
	if ((l->notify = seccomp_connect(l->seccomp, e)) < 0 && failed(e))
		return -1;
	int spawned = launch_spawn(l, e);
	close_fd(&l->notify);
	if (spawned == 0 && launch_wait_ready(l, e) == 0)
		return 0;
	launch_abort(l);
	return error_context(e, "unable to start container process");
}

int exec_start(struct exec *x, struct error *e)
{
	return launch_start(&x->launch, e) == 0 ? 0 : error_context(e, "unable to start container process");
}

void exec_close(struct exec *x)
{
	close_fd(&x->launch.container);
	close_fd(&x->state.dir);
	cgroup_close(&x->cgroup);
}
