#include "exec.h"

#include <errno.h>
#include <string.h>

#include "io.h"
#include "sys.h"

int exec_open(struct exec *x, struct arena *arena, const char *id, struct error *e)
{
	memset(x, 0, sizeof(*x));
	x->arena = arena;
	x->state.dir = -1;
	launch_init(&x->launch, arena);
	if (state_load(&x->state, arena, id, e) != 0)
		return -1;
	const char *status = state_status(&x->state, arena);
	if (strcmp(status, "stopped") == 0 || strcmp(status, "paused") == 0)
		return error_set(e, "cannot exec in a %s container", status);
	if (!(x->spec = state_spec(&x->state, arena, e)))
		return -1;
	x->process = x->spec->process;
	x->process.terminal = false;
	x->process.rows = x->process.columns = 0;
	return 0;
}

int exec_read_process(struct exec *x, const char *path, struct error *e)
{
	size_t length;
	struct reader r = { x->arena, e };
	char *text = read_file(x->arena, AT_FDCWD, path, JSON_MAX_SIZE, &length, e);
	struct json *json = text ? json_parse(x->arena, text, length, e) : NULL;
	if (!json)
		return error_context(e, "%s", path);
	memset(&x->process, 0, sizeof(x->process));
	return spec_parse_process(&r, json, &x->process) == 0 ? 0 : error_context(e, "%s", path);
}

int exec_create(struct exec *x, struct error *e)
{
	struct launch *l = &x->launch;
	l->id = x->state.id;
	l->bundle = x->state.bundle;
	l->spec = x->spec;
	l->process = &x->process;
	l->cgroup = &x->cgroup;
	if (cgroup_locate(&x->cgroup, x->arena, x->state.cgroup, e) != 0 || cgroup_open(&x->cgroup, e) != 0)
		return -1;
	if (x->spec->seccomp && !(l->seccomp = seccomp_compile(x->arena, x->spec->seccomp, e)))
		return -1;
	if ((l->container = state_pidfd(&x->state)) < 0)
		return error_set(e, "cannot exec in a stopped container");
	l->container_pid = x->state.pid;
	if (launch_spawn(l, e) == 0 && launch_wait_ready(l, e) == 0)
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
