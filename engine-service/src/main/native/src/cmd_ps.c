#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "cmd.h"
#include "io.h"
#include "state.h"

static const struct option options[] = { { "format", 1, 0, 'f' }, { 0, 0, 0, 0 } };

static void add_json(struct text *to, const pid_t *pids, ssize_t count)
{
	text_print(to, "[");
	for (ssize_t i = 0; i < count; i++)
		text_print(to, "%s%d", i ? "," : "", pids[i]);
	text_print(to, "]\n");
}

static void add_table(struct text *to, const pid_t *pids, ssize_t count)
{
	text_print(to, "%-10s %s\n", "PID", "COMMAND");
	for (ssize_t i = 0; i < count; i++) {
		char path[64], command[64] = "";
		snprintf(path, sizeof(path), "/proc/%d/comm", pids[i]);
		read_small(AT_FDCWD, path, command, sizeof(command));
		text_print(to, "%-10d %s\n", pids[i], command);
	}
}

int cmd_ps(int argc, char **argv, struct error *e)
{
	struct state state;
	struct cgroup cgroup;
	struct text text = { .arena = &cmd_arena };
	pid_t *pids = NULL;
	bool json = false;
	for (int option; (option = getopt_long(argc, argv, "+f:", options, NULL)) != -1;) {
		if (option != 'f')
			return cmd_bad_option("ps", argv, e);
		json = strcmp(optarg, "json") == 0;
	}
	const char *id = cmd_container_id(argc, argv, optind, 0, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	if (cgroup_open_path(&cgroup, &cmd_arena, state.cgroup, e) != 0)
		return -1;
	ssize_t count = cgroup_processes(&cgroup, &cmd_arena, &pids, e);
	if (count < 0)
		return -1;
	if (json)
		add_json(&text, pids, count);
	else
		add_table(&text, pids, count);
	return write_all(1, text.data, text.length) < 0 ? error_errno(e, "write") : 0;
}
