#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "container.h"
#include "io.h"
#include "sys.h"

static const struct option options[] = { { "force", 0, 0, 'f' }, { 0, 0, 0, 0 } };

/* Kills the first process and waits until it is gone, at most ten seconds. */
static int end(const struct state *state, struct error *e)
{
	struct error ignored = { 0 };
	AUTO_CLOSE int pidfd = state_pidfd(state);
	if (pidfd < 0)
		return 0;
	struct pollfd ended = { pidfd, POLLIN, 0 };
	sys_pidfd_send_signal(pidfd, SIGKILL);
	container_kill_all(state, &cmd_arena, SIGKILL, &ignored); /* the rest, and thaws it */
	if (poll(&ended, 1, 10000) <= 0)
		return error_set(e, "the container's process %d does not end", state->pid);
	return 0;
}

/* A directory that a crash left behind before its state was written. */
static int delete_remains(const char *id, struct error *e)
{
	AUTO_CLOSE int dir = state_open_dir(id, e);
	if (dir < 0)
		return -1;
	state_remove(dir, id);
	return 0;
}

int cmd_delete(int argc, char **argv, struct error *e)
{
	struct state state;
	struct error first = { 0 };
	bool force = false;
	for (int option; (option = getopt_long(argc, argv, "+f", options, NULL)) != -1;) {
		if (option != 'f')
			return cmd_bad_option("delete", argv, e);
		force = true;
	}
	const char *id = cmd_container_id(argc, argv, optind, 1, e);
	if (!id)
		return -1;
	if (state_load(&state, &cmd_arena, id, &first) != 0) {
		if (force)
			return delete_remains(id, e) == 0 || strstr(e->text, "does not exist") ? 0 : -1;
		*e = first;
		return -1;
	}
	const char *status = state_status(&state, &cmd_arena);
	if (!force && strcmp(status, "stopped") != 0 && strcmp(status, "created") != 0)
		return error_set(e, "cannot delete container %s that is not stopped: %s", id, status);
	if (end(&state, e) != 0)
		return -1;
	/* A monitor that sees the end removes everything by itself; then there is nothing left to do. */
	return container_remove(&state, &cmd_arena, e);
}
