#include <getopt.h>
#include <string.h>

#include "cmd.h"
#include "cmd_options.h"
#include "container.h"
#include "io.h"

static const struct option options[] = { { "bundle", 1, 0, 'b' }, { "pid-file", 1, 0, 'p' }, { "console-socket", 1, 0, 'c' },
	{ "no-pivot", 0, 0, 'n' }, { "no-new-keyring", 0, 0, 'k' }, { "preserve-fds", 1, 0, 'f' }, { "detach", 0, 0, 'd' },
	{ "keep", 0, 0, 'K' }, { 0, 0, 0, 0 } };

int cmd_create_options(int argc, char **argv, struct create_flags *flags, struct error *e)
{
	struct create_options *o = &flags->create;
	const char *bundle = ".";
	long long count = 0;
	o->stdio[0] = o->stdio[1] = o->stdio[2] = -1;
	for (int option; (option = getopt_long(argc, argv, "+b:d", options, NULL)) != -1;) {
		switch (option) {
		case 'b': bundle = optarg; break;
		case 'p': o->pid_file = optarg; break;
		case 'c': o->console_socket = optarg; break;
		case 'k': o->no_keyring = true; break;
		case 'd': flags->detach = true; break;
		case 'K': flags->keep = true; break;
		case 'n': return error_set(e, "--no-pivot is not supported: a container could leave its root");
		case 'f':
			if (!parse_number(optarg, 0, 1000, &count))
				return error_set(e, "--preserve-fds must be a number");
			o->preserve_fds = (int)count;
			break;
		default: return cmd_bad_option(argv[0], argv, e);
		}
	}
	close_inherited(3 + o->preserve_fds);
	o->bundle = absolute_path(&cmd_arena, bundle);
	o->id = cmd_container_id(argc, argv, optind, 1, e);
	return failed(e) ? -1 : 0;
}

int cmd_create(int argc, char **argv, struct error *e)
{
	struct container container;
	struct create_flags flags = { 0 };
	if (cmd_create_options(argc, argv, &flags, e) != 0)
		return -1;
	if (flags.detach || flags.keep)
		return error_set(e, "create: --detach and --keep are for run");
	if (container_create(&container, &cmd_arena, &flags.create, e) != 0)
		return -1;
	if (!container.spec->process.terminal || flags.create.console_socket)
		return 0;
	container_undo(&container);
	return error_set(e, "process.terminal needs --console-socket");
}
