#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "container.h"
#include "io.h"
#include "sys.h"

static const struct option options[] = { { "force", 0, 0, 'f' }, { "regex", 0, 0, 'r' }, { 0, 0, 0, 0 } };

/* Kills the first process and waits until it is gone, at most ten seconds. */
static int end(const struct state *state, struct error *e)
{
	int patience = 10000;
	struct error ignored = { 0 };
	AUTO_CLOSE int pidfd = state_pidfd(state);
	if (pidfd < 0)
		return 0;
	struct pollfd ended = { pidfd, POLLIN, 0 };
	sys_pidfd_send_signal(pidfd, SIGKILL);
	container_kill_all(state, &cmd_arena, SIGKILL, &ignored); /* the rest, and thaws it */
	if (poll(&ended, 1, 200) <= 0)
		cgroup_thaw_process(state->pid); /* somebody may have moved it to a group of his own */
	else
		patience = 0;
	if (patience && poll(&ended, 1, patience) <= 0)
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

static int delete_one(const char *id, bool force, struct error *e)
{
	struct state state;
	struct error first = { 0 };
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

/* crun's: all whose id matches. */
static int delete_matching(const char *pattern, bool force, struct error *e)
{
	regex_t regex;
	struct strings ids = state_list(&cmd_arena, e);
	if (failed(e))
		return -1;
	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		return error_set(e, "delete: --regex: %s is not a regular expression", pattern);
	for (size_t i = 0; i < ids.count; i++)
		if (regexec(&regex, ids.items[i], 0, NULL, 0) == 0 && delete_one(ids.items[i], force, e) != 0)
			break;
	regfree(&regex);
	return failed(e) ? -1 : 0;
}

int cmd_delete(int argc, char **argv, struct error *e)
{
	bool force = false, regex = false;
	for (int option; (option = getopt_long(argc, argv, "f", options, NULL)) != -1;) {
		if (option == 'f')
			force = true;
		else if (option == 'r')
			regex = true;
		else
			return cmd_bad_option("delete", argv, e);
	}
	const char *id = cmd_container_id(argc, argv, optind, 1, e);
	if (!id)
		return -1;
	return regex ? delete_matching(id, force, e) : delete_one(id, force, e);
}
