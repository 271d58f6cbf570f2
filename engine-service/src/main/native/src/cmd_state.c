#include <unistd.h>

#include "cmd.h"
#include "io.h"
#include "state.h"

int cmd_state(int argc, char **argv, struct error *e)
{
	struct state state;
	struct text line = { .arena = &cmd_arena };
	const char *id = cmd_container_id(argc, argv, 1, 1, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	struct spec *spec = state_spec(&state, &cmd_arena, e);
	if (!spec)
		return -1;
	state_describe(&line, &state, state_status(&state, &cmd_arena), spec->annotations);
	return write_all(1, line.data, line.length) < 0 ? error_errno(e, "write") : 0;
}
