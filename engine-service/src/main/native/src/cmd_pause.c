#include <string.h>

#include "cmd.h"
#include "cgroup.h"
#include "state.h"

static int change(int argc, char **argv, bool frozen, const char *from, struct error *e)
{
	struct state state;
	struct cgroup cgroup;
	const char *id = cmd_container_id(argc, argv, 1, 1, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	const char *status = state_status(&state, &cmd_arena);
	if (strcmp(status, from) != 0 && !(frozen && strcmp(status, "created") == 0))
		return error_set(e, "container is %s, not %s", status, from);
	if (cgroup_open_path(&cgroup, &cmd_arena, state.cgroup, e) != 0)
		return -1;
	return cgroup_freeze(&cgroup, frozen, e);
}

int cmd_pause(int argc, char **argv, struct error *e) { return change(argc, argv, true, "running", e); }
int cmd_resume(int argc, char **argv, struct error *e) { return change(argc, argv, false, "paused", e); }
