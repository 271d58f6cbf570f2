#include "help.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *purpose, *usage;
} commands[] = {
	{ "checkpoint", "not supported", "" },
	{ "create", "create a container", "[--bundle DIR] [--config FILE] [--console-socket PATH] [--pid-file FILE] [--pidfd-socket PATH] [--no-pivot]\n"
		"       [--no-new-keyring] [--preserve-fds N] ID" },
	{ "delete", "delete a container and what it has left", "[--force] [--regex] ID" },
	{ "events", "show what a container uses, again and again", "[--interval DURATION] [--stats] ID" },
	{ "exec", "run another process in a container", "[--process FILE] [--tty] [--detach] [--user UID[:GID]] [--cwd DIR] [--env NAME=VALUE]...\n"
		"       [--cap NAME]... [--additional-gids GID]... [--no-new-privs] [--cgroup [CONTROLLERS:]PATH]... [--ignore-paused]\n"
		"       [--console-socket PATH] [--pid-file FILE] [--pidfd-socket PATH] [--preserve-fds N] [--process-label LABEL] [--apparmor PROFILE] ID COMMAND..." },
	{ "features", "show what this runtime supports, as JSON", "" },
	{ "kill", "send a signal to a container, SIGTERM unless another is named", "[--all] ID [SIGNAL]" },
	{ "list", "list the containers of --root", "[--format table|json] [--quiet]" },
	{ "monitor", "create a container, or run a process in one, and stay with it", "--bundle DIR --socket PATH --exit-file PATH [options] ID" },
	{ "pause", "hold all processes of a container still", "ID" },
	{ "ps", "list the processes of a container", "[--format table|json] ID [OPTIONS OF PS]" },
	{ "restore", "not supported", "" },
	{ "resume", "let a paused container go on", "ID" },
	{ "run", "create a container and start it", "[--bundle DIR] [--config FILE] [--detach] [--keep] [--console-socket PATH] [--pid-file FILE] [--pidfd-socket PATH]\n"
		"       [--no-pivot] [--no-new-keyring] [--preserve-fds N] ID" },
	{ "spec", "write a config.json to begin with", "[--bundle DIR] [--rootless]" },
	{ "start", "start a container that was created", "ID" },
	{ "state", "show the state of a container, as JSON", "ID" },
	{ "update", "change the limits of a container", "[--resources FILE] [one option for each limit] ID" },
};
enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const char *base_name(const char *program)
{
	const char *slash = strrchr(program, '/');
	return slash ? slash + 1 : program;
}

void help_program(const char *program)
{
	printf("NAME:\n   %s, in the place of runc - Open Container Initiative runtime\n\n"
		"USAGE:\n   %s [--root DIR] [--log FILE] [--log-format text|json] [--debug] [--cgroup-manager cgroupfs|systemd|disabled]\n"
		"       [--systemd-cgroup] [--rootless true|false|auto] COMMAND ...\n\nCOMMANDS:\n", base_name(program), base_name(program));
	for (int i = 0; i < COMMANDS; i++)
		printf("   %-10s  %s\n", commands[i].name, commands[i].purpose);
}

bool help_command(const char *program, const char *command)
{
	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, command) != 0)
			continue;
		printf("NAME:\n   %s %s - %s\n\nUSAGE:\n   %s %s %s\n", base_name(program), command, commands[i].purpose, base_name(program),
			command, commands[i].usage);
		return true;
	}
	return false;
}
