/* davit-runtime: an OCI runtime and the monitor of its containers. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "cgroup_systemd.h"
#include "cmd.h"
#include "help.h"
#include "log.h"
#include "self.h"
#include "spec.h"
#include "state.h"

struct arena cmd_arena;

static int cmd_unsupported(int argc, char **argv, struct error *e)
{
	(void)argc;
	return error_set(e, "%s is not supported", argv[0]);
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv, struct error *e);
	bool enters; /* starts processes in a container */
} commands[] = {
	{ "checkpoint", cmd_unsupported, false }, { "create", cmd_create, true }, { "delete", cmd_delete, false },
	{ "events", cmd_events, false }, { "exec", cmd_exec, true },
	{ "features", cmd_features, false }, { "hold", cmd_hold, false }, { "kill", cmd_kill, false }, { "list", cmd_list, false },
	{ "monitor", cmd_monitor, true }, { "pause", cmd_pause, false }, { "ps", cmd_ps, false },
	{ "restore", cmd_unsupported, false }, { "resume", cmd_resume, false }, { "run", cmd_run, true }, { "spec", cmd_spec, false },
	{ "start", cmd_start, false }, { "state", cmd_state, false }, { "update", cmd_update, false },
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const char *cmd_container_id(int argc, char **argv, int index, int last, struct error *e)
{
	if (index >= argc || (last && index != argc - 1)) {
		error_set(e, "%s: %s", argv[0], index >= argc ? "a container ID is needed" : "too many arguments");
		return NULL;
	}
	return argv[index];
}

int cmd_bad_option(const char *command, char **argv, struct error *e)
{
	return error_set(e, "%s: unknown option, or an argument is missing: %s", command, argv[optind - 1]);
}

static bool is_one_of(const char *value, const char *a, const char *b, const char *c)
{
	return strcmp(value, a) == 0 || strcmp(value, b) == 0 || strcmp(value, c) == 0;
}

/* Callers give the manager with every command; it matters when a container is made. */
static void choose_manager(const char *name, struct error *e)
{
	cgroup_manager_option = strcmp(name, "systemd") == 0 ? "--cgroup-manager systemd" : NULL;
	cgroup_disabled = strcmp(name, "disabled") == 0;
	if (!cgroup_disabled && !cgroup_manager_option && strcmp(name, "cgroupfs") != 0)
		error_set(e, "unknown cgroup manager specified: %s", name);
}

static void global_option(int option, char **argv, struct error *e)
{
	switch (option) {
	case 'r':
		state_root = optarg;
		state_root_given = true;
		break;
	case 'l': log_file = optarg; break;
	case 'd': log_verbose = true; break;
	case 'c': break;
	case 's': cgroup_manager_option = "--systemd-cgroup"; break;
	case 'm': choose_manager(optarg, e); break;
	case 'f':
		log_as_json = strcmp(optarg, "json") == 0;
		if (!log_as_json && strcmp(optarg, "text") != 0)
			error_set(e, "invalid log-format: %s", optarg);
		break;
	case 'R':
		if (!is_one_of(optarg, "true", "false", "auto"))
			error_set(e, "--rootless must be true, false or auto, not %s", optarg);
		break;
	default: cmd_bad_option("davit-runtime", argv, e);
	}
}

/* Returns -1 to go on, or the exit code. */
static int global_options(int argc, char **argv, struct error *e)
{
	static const struct option options[] = { { "root", 1, 0, 'r' }, { "log", 1, 0, 'l' }, { "log-format", 1, 0, 'f' },
		{ "debug", 0, 0, 'd' }, { "systemd-cgroup", 0, 0, 's' }, { "cgroup-manager", 1, 0, 'm' }, { "rootless", 1, 0, 'R' },
		{ "criu", 1, 0, 'c' }, { "version", 0, 0, 'v' }, { "help", 0, 0, 'h' }, { 0, 0, 0, 0 } };
	opterr = 0;
	for (int option; !failed(e) && (option = getopt_long(argc, argv, "+vh", options, NULL)) != -1;) {
		if (option == 'h')
			help_program(argv[0]);
		if (option == 'v')
			puts("davit-runtime version " VERSION "\nspec: " OCI_VERSION);
		if (option == 'v' || option == 'h')
			return 0;
		global_option(option, argv, e);
	}
	return -1;
}

static bool asks_for_help(int argc, char **argv, int index)
{
	return index < argc && (strcmp(argv[index], "-h") == 0 || strcmp(argv[index], "--help") == 0);
}

static int run(int argc, char **argv, struct error *e)
{
	int first = optind;
	if (asks_for_help(argc, argv, first + 1) && help_command(argv[0], argv[first]))
		return 0;
	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[first]) != 0)
			continue;
		if (commands[i].enters && self_seal(argv, e) != 0)
			return -1;
		optind = 0; /* start anew, in GNU's and in musl's getopt */
		int code = commands[i].run(argc - first, argv + first, e);
		return code < 0 ? error_context(e, "davit-runtime %s failed", commands[i].name) : code;
	}
	return error_set(e, "unknown command %s: No help topic for '%s'", argv[first], argv[first]);
}

int main(int argc, char **argv)
{
	static struct error e; /* not on the stack: a monitor's stays for long */
	int code = global_options(argc, argv, &e);
	int first = optind;
	if (code >= 0)
		return code;
	if (!failed(&e) && optind >= argc) {
		help_program(argv[0]);
		return 1;
	}
	if (!state_root)
		state_root = state_default_root(&cmd_arena);
	code = failed(&e) || log_check(&e) != 0 ? -1 : run(argc, argv, &e);
	if (code >= 0)
		return code;
	log_error(&e);
	/* An exec's own failure must not look like that of its command. */
	return first < argc && strcmp(argv[first], "exec") == 0 ? 255 : 1;
}
