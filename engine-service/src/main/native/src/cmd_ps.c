#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

/* The number in the column that a heading names; 0 when there is none. */
static pid_t pid_in(const char *line, size_t column)
{
	for (; column > 0; column--) {
		line += strspn(line, " ");
		line += strcspn(line, " ");
	}
	return (pid_t)strtol(line, NULL, 10);
}

/* Of the table that ps prints, the heading and the lines of these processes. */
static int add_table(struct text *to, FILE *table, const pid_t *pids, ssize_t count, struct error *e)
{
	char *line = NULL;
	size_t room = 0, column = 0;
	if (getline(&line, &room, table) < 0)
		return error_set(e, "ps printed nothing");
	text_print(to, "%s", line);
	const char *word = line;
	for (; *word && (strncmp(word += strspn(word, " "), "PID", 3) != 0 || !strchr(" \n", word[3])); column++)
		word += strcspn(word, " ");
	if (!*word)
		error_set(e, "ps: there is no column PID: %s", line);
	while (!failed(e) && getline(&line, &room, table) > 0)
		for (ssize_t i = 0; i < count; i++)
			if (pid_in(line, column) == pids[i])
				text_print(to, "%s", line);
	free(line);
	return failed(e) ? -1 : 0;
}

/* The host's ps, with the caller's options. */
static int run_ps(struct text *to, char **options, const pid_t *pids, ssize_t count, struct error *e)
{
	char *usual[] = { (char *)"-ef", NULL };
	char *arguments[64] = { (char *)"ps" };
	int ends[2], status = 0;
	options = *options ? options : usual;
	for (size_t i = 0; options[i]; i++) {
		if (i == sizeof(arguments) / sizeof(arguments[0]) - 2)
			return error_set(e, "ps: too many options");
		arguments[i + 1] = options[i];
	}
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_errno(e, "pipe");
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], 1);
		execvp("ps", arguments);
		_exit(127);
	}
	close(ends[1]);
	FILE *table = fdopen(ends[0], "re");
	int result = pid > 0 && table ? add_table(to, table, pids, count, e) : error_errno(e, "run ps");
	if (table)
		fclose(table);
	if (pid > 0 && waitpid(pid, &status, 0) == pid && status != 0 && result == 0)
		return error_set(e, "ps failed");
	return result;
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
	else if (run_ps(&text, argv + optind + 1, pids, count, e) != 0)
		return -1;
	return write_all(1, text.data, text.length) < 0 ? error_errno(e, "write") : 0;
}
