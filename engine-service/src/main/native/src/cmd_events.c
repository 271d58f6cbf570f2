#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "cgroup_stats.h"
#include "cmd.h"
#include "io.h"
#include "state.h"

static const struct option options[] = { { "stats", 0, 0, 's' }, { "interval", 1, 0, 'i' }, { 0, 0, 0, 0 } };

/* As Go writes a duration: "5s", "100ms", "1m30s". In milliseconds; 0 when it is none. */
static long parse_duration(const char *text)
{
	static const struct { const char *unit; double factor; } units[] = { { "ms", 1 }, { "us", 0.001 }, { "ns", 0.000001 },
		{ "h", 3600000 }, { "m", 60000 }, { "s", 1000 } };
	double sum = 0;
	while (*text) {
		char *end;
		size_t i = 0;
		double value = strtod(text, &end);
		if (end == text || value < 0 || *text == '-' || *text == '+')
			return 0;
		while (i < 6 && strncmp(end, units[i].unit, strlen(units[i].unit)) != 0)
			i++;
		if (i == 6)
			return 0;
		sum += value * units[i].factor;
		text = end + strlen(units[i].unit);
	}
	return sum >= 1 && sum < 1e9 ? (long)sum : 0;
}

static int print_event(const char *id, const char *type, struct cgroup *cgroup, struct error *e)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	text_print(&line, "{\"type\":\"%s\",\"id\":", type);
	text_quote(&line, id);
	if (cgroup) {
		text_print(&line, ",\"data\":");
		cgroup_stats(cgroup, &line);
	}
	text_print(&line, "}\n");
	ssize_t written = write_all(1, line.data, line.length);
	arena_free(&arena);
	return written < 0 ? error_errno(e, "write") : 0;
}

/* Becomes readable when something of the group was killed for want of memory: an eventfd on v1, an
 * inotify on v2. -1 where it cannot be told. */
static int watch_oom(struct cgroup *cgroup)
{
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	char text[64];
	if (!h || h->group < 0)
		return -1;
	if (cgroup->v2) {
		snprintf(text, sizeof(text), "/proc/self/fd/%d/memory.events", h->group);
		int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
		if (watch >= 0 && inotify_add_watch(watch, text, IN_MODIFY) < 0)
			close_fd(&watch);
		return watch;
	}
	AUTO_CLOSE int control = openat(h->group, "memory.oom_control", O_RDONLY | O_CLOEXEC);
	int event = control >= 0 ? eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK) : -1;
	snprintf(text, sizeof(text), "%d %d", event, control);
	if (event >= 0 && write_file(h->group, "cgroup.event_control", text) != 0)
		close_fd(&event);
	return event;
}

/* On v1 the event comes before the kill is counted, and once more when the group is removed. */
static bool was_oom(struct cgroup *cgroup)
{
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	return cgroup->v2 ? cgroup_oom_killed(cgroup) : faccessat(h->group, "cgroup.event_control", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until the container's process has ended. */
static int follow(const char *id, struct cgroup *cgroup, int pidfd, long interval, struct error *e)
{
	char drain[4096];
	long next = now_ms() + interval;
	AUTO_CLOSE int oom = watch_oom(cgroup);
	for (;;) {
		struct pollfd fds[2] = { { pidfd, POLLIN, 0 }, { oom, POLLIN, 0 } };
		long wait = next - now_ms();
		if (poll(fds, 2, wait > 0 ? (int)wait : 0) < 0 && errno != EINTR)
			return error_errno(e, "poll");
		/* The last word may be of a kill that ended it. */
		if (fds[1].revents && read(oom, drain, sizeof(drain)) > 0 && was_oom(cgroup) && print_event(id, "oom", NULL, e) != 0)
			return -1;
		if (fds[0].revents)
			return 0;
		if (now_ms() < next)
			continue;
		next += interval;
		if (print_event(id, "stats", cgroup, e) != 0)
			return -1;
	}
}

int cmd_events(int argc, char **argv, struct error *e)
{
	struct state state;
	struct cgroup cgroup;
	bool once = false;
	long interval = 5000;
	for (int option; (option = getopt_long(argc, argv, "+", options, NULL)) != -1;) {
		if (option == 's')
			once = true;
		else if (option != 'i')
			return cmd_bad_option("events", argv, e);
		else if ((interval = parse_duration(optarg)) == 0)
			return error_set(e, "duration interval must be greater than 0: %s", optarg);
	}
	const char *id = cmd_container_id(argc, argv, optind, 1, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	AUTO_CLOSE int pidfd = state_pidfd(&state);
	if (pidfd < 0)
		return error_set(e, "container with id %s is not running", id);
	if (cgroup_open_path(&cgroup, &cmd_arena, state.cgroup, e) != 0)
		return -1;
	return once ? print_event(id, "stats", &cgroup, e) : follow(id, &cgroup, pidfd, interval, e);
}
