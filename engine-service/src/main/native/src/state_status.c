/* Is it still alive, and what is it doing. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "io.h"
#include "state.h"
#include "sys.h"

char *timestamp(char *to, size_t size)
{
	struct timespec now;
	struct tm utc;
	char seconds[32];
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(to, size, "%s.%09ldZ", seconds, now.tv_nsec);
	return to;
}

/* Field 22 of /proc/<pid>/stat; the command in field 2 may hold anything, so that counting begins
 * after the last parenthesis. 0 when there is no such process. */
unsigned long long process_start_time(pid_t pid, char *status)
{
	char path[64], text[1024];
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	if (read_small(AT_FDCWD, path, text, sizeof(text)) < 0)
		return 0;
	char *at = strrchr(text, ')');
	unsigned long long start = 0;
	if (!at || at[1] == '\0')
		return 0;
	at += 2;
	if (status)
		*status = *at;
	for (int field = 3; at && field < 22; field++)
		if ((at = strchr(at, ' ')))
			at++;
	if (at)
		sscanf(at, "%llu", &start);
	return start;
}

bool state_alive(const struct state *state)
{
	char status = 'Z';
	return process_start_time(state->pid, &status) == state->start_time && status != 'Z' && status != 'X';
}

/* The number is looked at again when the descriptor is in hand: it cannot change after that. */
int state_pidfd(const struct state *state)
{
	int fd = sys_pidfd_open(state->pid);
	if (fd >= 0 && !state_alive(state)) {
		close_fd(&fd);
		errno = ESRCH;
	}
	return fd;
}

const char *state_status(const struct state *state, struct arena *arena)
{
	struct cgroup cgroup;
	struct error ignored = { 0 };
	if (!state_alive(state))
		return "stopped";
	bool frozen = cgroup_open_path(&cgroup, arena, state->cgroup, &ignored) == 0
		&& cgroup_is_frozen(&cgroup);
	cgroup_close(&cgroup);
	if (frozen)
		return "paused";
	return faccessat(state->dir, START_SOCKET, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ? "created" : "running";
}

void state_describe(struct text *to, const struct state *state, const char *status, const struct json *annotations)
{
	text_print(to, "{\"ociVersion\":\"" OCI_VERSION "\",\"id\":");
	text_quote(to, state->id);
	text_print(to, ",\"pid\":%d,\"status\":\"%s\",\"bundle\":", strcmp(status, "stopped") == 0 ? 0 : state->pid, status);
	text_quote(to, state->bundle);
	if (state->rootfs) {
		text_print(to, ",\"rootfs\":");
		text_quote(to, state->rootfs);
	}
	if (state->created) {
		text_print(to, ",\"created\":");
		text_quote(to, state->created);
	}
	if (annotations && annotations->child) {
		text_print(to, ",\"annotations\":");
		text_add(to, annotations->raw, annotations->raw_length);
	}
	text_print(to, "}\n");
}
