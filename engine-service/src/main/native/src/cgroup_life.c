/* What happens to a cgroup after it has been set up: freezing, listing, removal. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cgroup.h"
#include "io.h"
#include "sys.h"

static void pause_ms(long ms)
{
	struct timespec wait = { ms / 1000, ms % 1000 * 1000000 };
	nanosleep(&wait, NULL);
}

/* Calls `visit` with the directory itself and everything below it, children first or last. */
static int walk(int parent, const char *name, int depth, bool children_first, int (*visit)(int, const char *, void *),
	void *data)
{
	if (depth > 32)
		return -1;
	int result = children_first ? 0 : visit(parent, name, data);
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir)
		close_fd(&fd);
	for (struct dirent *entry; dir && result == 0 && (entry = readdir(dir));)
		if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result = walk(fd, entry->d_name, depth + 1, children_first, visit, data);
	if (dir)
		closedir(dir);
	return result == 0 && children_first ? visit(parent, name, data) : result;
}

static int remove_one(int parent, const char *name, void *data)
{
	(void)data;
	return unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -1;
}

/* The common case is one rmdir. A container may have made groups of its own below (walk), and the
 * last task may still be on its way out (EBUSY). */
static int remove_group(struct hierarchy *h, const char *path)
{
	for (int attempt = 0; attempt < 60; attempt++) {
		if (remove_one(h->base, path, NULL) == 0)
			return 0;
		if (errno != EBUSY && errno != ENOTEMPTY)
			return -1;
		if (walk(h->base, path, 0, true, remove_one, NULL) == 0)
			return 0;
		pause_ms(attempt < 10 ? 1 : attempt < 30 ? 10 : 50);
	}
	errno = EBUSY;
	return -1;
}

int cgroup_remove(struct cgroup *cgroup, struct error *e)
{
	int result = 0;
	for (size_t i = 0; i < cgroup->count; i++) {
		struct hierarchy *h = &cgroup->hierarchies[i];
		close_fd(&h->group);
		if (h->made && remove_group(h, cgroup->path) != 0)
			result = error_errno(e, "remove the cgroup /sys/fs/cgroup/%s/%s", h->directory, cgroup->path);
	}
	return result;
}

bool cgroup_is_frozen(struct cgroup *cgroup)
{
	struct hierarchy *h = cgroup_find(cgroup, "freezer");
	char state[32];
	if (!h || h->group < 0)
		return false;
	if (cgroup->v2)
		return read_small(h->group, "cgroup.freeze", state, sizeof(state)) > 0 && state[0] == '1';
	return read_small(h->group, "freezer.state", state, sizeof(state)) > 0 && state[0] == 'F';
}

void cgroup_thaw_process(pid_t pid)
{
	char name[64], text[4096], path[4200];
	snprintf(name, sizeof(name), "/proc/%d/cgroup", pid);
	const char *line = read_small(AT_FDCWD, name, text, sizeof(text)) > 0 ? strstr(text, ":freezer:/") : NULL;
	if (!line)
		return;
	line += strlen(":freezer:/");
	snprintf(path, sizeof(path), "/sys/fs/cgroup/freezer/%.*s/freezer.state", (int)strcspn(line, "\n"), line);
	write_file(AT_FDCWD, path, "THAWED");
}

static bool freeze_settled(struct cgroup *cgroup, struct hierarchy *h, bool frozen)
{
	char state[512];
	const char *wanted = cgroup->v2 ? frozen ? "frozen 1" : "frozen 0" : frozen ? "FROZEN" : "THAWED";
	return read_small(h->group, cgroup->v2 ? "cgroup.events" : "freezer.state", state, sizeof(state)) > 0
		&& strstr(state, wanted);
}

/* On v1 a task in the middle of a fork or a vfork can keep the group FREEZING for ever; letting it
 * thaw for a moment and asking again is what helps (runc 3663). */
int cgroup_freeze(struct cgroup *cgroup, bool frozen, struct error *e)
{
	struct hierarchy *h = cgroup_find(cgroup, "freezer");
	if (!h || h->group < 0)
		return error_set(e, "the container has no freezer cgroup");
	const char *file = cgroup->v2 ? "cgroup.freeze" : "freezer.state";
	const char *value = cgroup->v2 ? frozen ? "1" : "0" : frozen ? "FROZEN" : "THAWED";
	for (int attempt = 0; attempt < 500; attempt++) {
		if (write_file(h->group, file, value) != 0)
			return error_errno(e, "write %s to %s", value, file);
		if (freeze_settled(cgroup, h, frozen))
			return 0;
		pause_ms(attempt < 20 ? 1 : 10);
		if (frozen && !cgroup->v2 && attempt % 25 == 24) {
			write_file(h->group, file, "THAWED");
			pause_ms(1);
		}
	}
	if (frozen)
		write_file(h->group, file, cgroup->v2 ? "0" : "THAWED");
	return error_set(e, "the cgroup does not become %s", frozen ? "frozen" : "thawed");
}

struct pid_list {
	struct arena *arena;
	pid_t *pids;
	size_t count, room;
};

static void add_pid(struct pid_list *list, pid_t pid)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		pid_t *larger = arena_array(list->arena, room, sizeof(pid_t));
		if (list->count)
			memcpy(larger, list->pids, list->count * sizeof(pid_t));
		list->pids = larger;
		list->room = room;
	}
	list->pids[list->count++] = pid;
}

static int list_one(int parent, const char *name, void *data)
{
	char path[300];
	snprintf(path, sizeof(path), "%.255s/cgroup.procs", name);
	int fd = openat(parent, path, O_RDONLY | O_CLOEXEC);
	FILE *file = fd >= 0 ? fdopen(fd, "re") : NULL;
	if (!file)
		return errno == ENOENT || errno == ENODEV ? 0 : -1;
	for (int pid; fscanf(file, "%d", &pid) == 1;)
		add_pid(data, pid);
	fclose(file);
	return 0;
}

ssize_t cgroup_processes(struct cgroup *cgroup, struct arena *arena, pid_t **pids, struct error *e)
{
	/* Any hierarchy knows them all; the freezer's is the one that can also hold them still. */
	struct hierarchy *h = cgroup_find(cgroup, "freezer");
	struct pid_list list = { arena, NULL, 0, 0 };
	if (!h && cgroup->count)
		h = &cgroup->hierarchies[0];
	if (h && h->group >= 0 && walk(h->group, ".", 0, false, list_one, &list) != 0)
		return error_errno(e, "list the processes of the cgroup %s", cgroup->path);
	*pids = list.pids;
	return (ssize_t)list.count;
}

/* The kernel's own counter of kills in this group. It is exact to the end, whereas a notification
 * of memory.oom_control is also sent when the group is removed. */
bool cgroup_oom_killed(struct cgroup *cgroup)
{
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	char text[1024];
	if (!h || h->group < 0)
		return false;
	if (read_small(h->group, cgroup->v2 ? "memory.events" : "memory.oom_control", text, sizeof(text)) < 0)
		return false;
	const char *kills = strstr(text, "oom_kill ");
	return kills && atoll(kills + strlen("oom_kill ")) > 0;
}
