#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "io.h"
#include "state.h"

static const struct option options[] = { { "format", 1, 0, 'f' }, { "quiet", 0, 0, 'q' }, { 0, 0, 0, 0 } };

static void add(struct text *to, const struct state *state, char form)
{
	const char *status = state_status(state, &cmd_arena);
	int pid = strcmp(status, "stopped") == 0 ? 0 : state->pid;
	if (form == 'q')
		text_print(to, "%s\n", state->id);
	else if (form == 't')
		text_print(to, "%-40s %-11d %-11s %-40s %s\n", state->id, pid, status, state->bundle, state->created);
	else {
		struct text one = { .arena = &cmd_arena };
		state_describe(&one, state, status, NULL);
		text_add(to, to->length > 1 ? "," : "", to->length > 1);
		text_add(to, one.data, one.length - 1);
	}
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int cmd_list(int argc, char **argv, struct error *e)
{
	struct text text = { .arena = &cmd_arena };
	char form = 't';
	for (int option; (option = getopt_long(argc, argv, "+f:q", options, NULL)) != -1;) {
		if (option == 'q')
			form = 'q';
		else if (option == 'f' && (strcmp(optarg, "json") == 0 || strcmp(optarg, "table") == 0))
			form = optarg[0];
		else
			return cmd_bad_option("list", argv, e);
	}
	struct strings ids = state_list(&cmd_arena, e);
	if (failed(e))
		return -1;
	qsort(ids.items, ids.count, sizeof(char *), by_name);
	if (form == 't')
		text_print(&text, "%-40s %-11s %-11s %-40s %s\n", "ID", "PID", "STATUS", "BUNDLE", "CREATED");
	if (form == 'j')
		text_print(&text, "[");
	for (size_t i = 0; i < ids.count; i++) {
		struct state state;
		struct error gone = { 0 };
		if (state_load(&state, &cmd_arena, ids.items[i], &gone) != 0)
			continue;
		add(&text, &state, form);
		close_fd(&state.dir);
	}
	if (form == 'j')
		text_print(&text, "]\n");
	return text.length && write_all(1, text.data, text.length) < 0 ? error_errno(e, "write") : 0;
}
