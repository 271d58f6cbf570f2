#include "cmd.h"
#include "cmd_options.h"
#include "io.h"

int cmd_run(int argc, char **argv, struct error *e)
{
	struct container container;
	struct create_flags flags = { 0 };
	struct error ignored = { 0 };
	if (cmd_create_options(argc, argv, &flags, e) != 0)
		return -1;
	/* The start comes from this process itself. The link leads nowhere: `start` by others is refused. */
	flags.create.start_link = "/nonexistent";
	flags.create.detached = flags.detach;
	if (!flags.detach)
		foreground_prepare();
	if (container_create(&container, &cmd_arena, &flags.create, e) != 0)
		return -1;
	if (!flags.detach)
		foreground_terminal(container.launch.master);
	if (container_start(&container, e) != 0) {
		container_undo(&container);
		return -1;
	}
	if (flags.detach)
		return 0;
	cgroup_close(&container.cgroup);
	int code = foreground(container.launch.pid, container.launch.master);
	if (!flags.keep)
		container_remove(&container.state, &cmd_arena, &ignored);
	return code;
}
