#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "cmd_options.h"
#include "container.h"
#include "io.h"

static const struct option options[] = { { "bundle", 1, 0, 'b' }, { "pid-file", 1, 0, 'p' }, { "pidfd-socket", 1, 0, 'P' }, { "console-socket", 1, 0, 'c' },
	{ "no-pivot", 0, 0, 'n' }, { "no-new-keyring", 0, 0, 'k' }, { "preserve-fds", 1, 0, 'N' }, { "detach", 0, 0, 'd' },
	{ "keep", 0, 0, 'K' }, { "config", 1, 0, 'f' }, { "no-subreaper", 0, 0, 'S' }, { 0, 0, 0, 0 } };

/* runc: standard streams, the descriptors of socket activation, and N more. */
int cmd_preserve_fds(const char *text, int *count, struct error *e)
{
	const char *listening = getenv("LISTEN_FDS");
	long long number = 0, activated = 0;
	if (text && !parse_number(text, 0, 1000, &number))
		return error_set(e, "--preserve-fds: %s is not a number up to 1000", text);
	if (listening && parse_number(listening, 0, 1000, &activated))
		number += activated;
	*count = (int)number;
	for (int fd = 3; fd < 3 + *count; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			return error_errno(e, "--preserve-fds: unable to stat preserved-fd %d (of %d)", fd, *count);
	return 0;
}

int cmd_create_options(int argc, char **argv, struct create_flags *flags, struct error *e)
{
	struct create_options *o = &flags->create;
	const char *bundle = ".";
	const char *preserve = NULL;
	o->stdio[0] = o->stdio[1] = o->stdio[2] = -1;
	for (int option; (option = getopt_long(argc, argv, "+b:df:", options, NULL)) != -1;) {
		switch (option) {
		case 'b': bundle = optarg; break;
		case 'p': o->pid_file = optarg; break;
		case 'P': o->pidfd_socket = optarg; break;
		case 'c': o->console_socket = optarg; break;
		case 'k': o->no_keyring = true; break;
		case 'd': flags->detach = true; break;
		case 'K': flags->keep = true; break;
		case 'n': o->no_pivot = true; break;
		case 'S': break;
		case 'f': o->config = optarg; break;
		case 'N': preserve = optarg; break;
		default: return cmd_bad_option(argv[0], argv, e);
		}
	}
	if (cmd_preserve_fds(preserve, &o->preserve_fds, e) != 0)
		return -1;
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
	flags.create.detached = true;
	return container_create(&container, &cmd_arena, &flags.create, e);
}
