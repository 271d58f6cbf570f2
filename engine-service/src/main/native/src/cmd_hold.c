/* Holds namespaces for whoever makes a container of them: a user namespace with these ids, or another one's by its
 * path, and on request a network namespace that belongs to it. They are descriptors of this process, open to others
 * by way of /proc until its standard input ends. */
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "io.h"
#include "sys.h"
#include "text.h"
#include "userns.h"

static const struct option options[] = { { "uid-map", 1, 0, 'u' }, { "gid-map", 1, 0, 'g' }, { "user", 1, 0, 'p' }, { "net", 0, 0, 'n' },
	{ 0, 0, 0, 0 } };

struct hold {
	struct spec_mappings uids, gids;
	const char *path; /* of a user namespace that is there */
	bool with_net;
	int user, net;
};

/* CONTAINER:HOST:SIZE */
static int add_mapping(struct spec_mappings *map, const char *text, struct error *e)
{
	struct spec_mapping one;
	char rest;
	if (sscanf(text, "%u:%u:%u%c", &one.container, &one.host, &one.size, &rest) != 3 || one.size == 0)
		return error_set(e, "a mapping is CONTAINER:HOST:SIZE, not %s", text);
	if (map->count == MAX_MAPPINGS)
		return error_set(e, "more than %d mappings", MAX_MAPPINGS);
	if (!map->items)
		map->items = arena_array(&cmd_arena, MAX_MAPPINGS, sizeof(*map->items));
	map->items[map->count++] = one;
	return 0;
}

static int read_options(struct hold *h, int argc, char **argv, struct error *e)
{
	for (int option; (option = getopt_long(argc, argv, "+", options, NULL)) != -1;)
		switch (option) {
		case 'u':
		case 'g':
			if (add_mapping(option == 'u' ? &h->uids : &h->gids, optarg, e) != 0)
				return -1;
			break;
		case 'p': h->path = optarg; break;
		case 'n': h->with_net = true; break;
		default: return cmd_bad_option("hold", argv, e);
		}
	if (!h->path && (!h->uids.count || !h->gids.count))
		return error_set(e, "--uid-map and --gid-map are needed, or --user");
	return 0;
}

static _Noreturn void be_inside(int user, int done)
{
	if (setns(user, CLONE_NEWUSER) != 0 || unshare(CLONE_NEWNET) != 0)
		_exit(1);
	if (write(done, "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* Only who is in a user namespace can make another one that belongs to it. */
static int net_of(int user, struct error *e)
{
	char path[64], byte;
	int done[2], net = -1;
	if (pipe2(done, O_CLOEXEC) != 0)
		return error_errno(e, "pipe");
	pid_t pid = fork();
	if (pid == 0)
		be_inside(user, done[1]);
	close(done[1]);
	snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	if (pid < 0 || read(done[0], &byte, 1) != 1 || (net = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		error_errno(e, "make a network namespace in the user namespace");
	close(done[0]);
	if (pid > 0)
		kill(pid, SIGKILL);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
	}
	return net;
}

static int open_both(struct hold *h, struct error *e)
{
	if (!h->path) {
		h->user = userns_make_with(&h->uids, &h->gids, h->with_net ? &h->net : NULL, e);
		return h->user < 0 ? -1 : 0;
	}
	if ((h->user = open(h->path, O_RDONLY | O_CLOEXEC)) < 0)
		return error_errno(e, "open the user namespace %s", h->path);
	return h->with_net && (h->net = net_of(h->user, e)) < 0 ? -1 : 0;
}

static int tell(const struct hold *h, struct error *e)
{
	struct text text = { .arena = &cmd_arena };
	text_print(&text, "{\"event\":\"held\",\"user\":\"/proc/%d/fd/%d\"", getpid(), h->user);
	if (h->net >= 0)
		text_print(&text, ",\"net\":\"/proc/%d/fd/%d\"", getpid(), h->net);
	text_print(&text, "}\n");
	return write_all(1, text.data, text.length) < 0 ? error_errno(e, "write") : 0;
}

int cmd_hold(int argc, char **argv, struct error *e)
{
	struct hold h = { .user = -1, .net = -1 };
	char ignored[16];
	if (read_options(&h, argc, argv, e) != 0 || open_both(&h, e) != 0 || tell(&h, e) != 0)
		return -1;
	ssize_t n;
	do
		n = read(0, ignored, sizeof(ignored));
	while (n > 0 || (n < 0 && errno == EINTR));
	return 0;
}
