#include <getopt.h>
#include <stdlib.h>

#include "cmd.h"
#include "container.h"
#include "io.h"
#include "monitor.h"
#include "state.h"

enum { BUNDLE = 256, SOCKET, EXIT_FILE, LOG_PATH, LOG_SIZE, LOG_FILES, TTY, STDIN, STDIN_ONCE, ROWS, COLS, EXEC, PROCESS,
	AUTOSTART, HOLD, RUNTIME };

static const struct option options[] = {
	{ "bundle", 1, 0, BUNDLE }, { "socket", 1, 0, SOCKET }, { "exit-file", 1, 0, EXIT_FILE },
	{ "log-file", 1, 0, LOG_PATH }, { "log-max-size", 1, 0, LOG_SIZE }, { "log-max-files", 1, 0, LOG_FILES },
	{ "tty", 0, 0, TTY }, { "stdin", 0, 0, STDIN }, { "stdin-once", 0, 0, STDIN_ONCE }, { "rows", 1, 0, ROWS },
	{ "cols", 1, 0, COLS }, { "exec", 1, 0, EXEC }, { "process", 1, 0, PROCESS }, { "autostart", 0, 0, AUTOSTART },
	{ "hold", 0, 0, HOLD }, { "runtime", 1, 0, RUNTIME }, { 0, 0, 0, 0 },
};

/* The monitor leaves the current directory: every path must be absolute. */
static const char *path(const char *text) { return absolute_path(&cmd_arena, text); }

static long long number(const char *option, const char *text, long long high, struct error *e)
{
	long long value = 0;
	if (!parse_number(text, 0, high, &value))
		error_set(e, "monitor: %s must be a number up to %lld, not %s", option, high, text);
	return value;
}

static int check(const struct monitor_options *o, struct error *e)
{
	if (!o->socket || !o->exit_file)
		return error_set(e, "monitor: --socket and --exit-file are needed");
	if (o->exec && (!o->process || o->log_path))
		return error_set(e, "monitor: --exec needs --process and has no log");
	if (!o->exec && !o->bundle)
		return error_set(e, "monitor: --bundle is needed");
	return state_check_id(o->id, e);
}

int cmd_monitor(int argc, char **argv, struct error *e)
{
	struct monitor_options o = { .log_max_files = 1 };
	for (int option; (option = getopt_long(argc, argv, "+", options, NULL)) != -1;) {
		switch (option) {
		case BUNDLE: o.bundle = path(optarg); break;
		case SOCKET: o.socket = path(optarg); break;
		case EXIT_FILE: o.exit_file = path(optarg); break;
		case LOG_PATH: o.log_path = path(optarg); break;
		case LOG_SIZE: o.log_max_size = number("--log-max-size", optarg, INT64_MAX, e); break;
		case LOG_FILES: o.log_max_files = (int)number("--log-max-files", optarg, 10000, e); break;
		case TTY: o.tty = true; break;
		case STDIN: o.open_stdin = true; break;
		case STDIN_ONCE: o.stdin_once = true; break;
		case ROWS: o.rows = (unsigned short)number("--rows", optarg, 65535, e); break;
		case COLS: o.columns = (unsigned short)number("--cols", optarg, 65535, e); break;
		case EXEC: o.exec = optarg; break;
		case PROCESS: o.process = path(optarg); break;
		case AUTOSTART: o.autostart = true; break;
		case RUNTIME: o.runtime = path(optarg); break;
		case HOLD: o.hold = true; break;
		default: return cmd_bad_option("monitor", argv, e);
		}
	}
	o.id = cmd_container_id(argc, argv, optind, 1, e);
	if (failed(e) || check(&o, e) != 0)
		return -1;
	state_root = path(state_root);
	return monitor_run(&o);
}
