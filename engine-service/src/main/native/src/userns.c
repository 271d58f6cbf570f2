#include "userns.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "caps.h"
#include "io.h"
#include "sys.h"

bool userns_is_rootless(void)
{
	char map[128];
	unsigned inside = 1, outside = 1, size = 0;
	if (geteuid() != 0)
		return true;
	if (read_small(AT_FDCWD, "/proc/self/uid_map", map, sizeof(map)) < 0)
		return false;
	return sscanf(map, "%u %u %u", &inside, &outside, &size) == 3 && !(inside == 0 && outside == 0 && size == UINT32_MAX);
}

bool userns_differs(pid_t pid)
{
	char path[64];
	struct stat own, theirs;
	snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	return stat("/proc/self/ns/user", &own) == 0 && stat(path, &theirs) == 0
		&& (own.st_ino != theirs.st_ino || own.st_dev != theirs.st_dev);
}

static bool may_map_anything(void) { return caps_effective(CAP_NUMBER_SETUID) && caps_effective(CAP_NUMBER_SETGID); }

/* What every user may map without help: the own id, alone. */
static bool is_own(const struct spec_mappings *map, uint32_t id)
{
	return map->count == 1 && map->items[0].size == 1 && map->items[0].host == id;
}

static bool in_path(const char *name)
{
	char file[512];
	const char *path = getenv("PATH");
	for (const char *at = path ? path : "/usr/bin:/bin"; at; at = strchr(at, ':')) {
		at += *at == ':';
		snprintf(file, sizeof(file), "%.*s/%s", (int)strcspn(at, ":"), at, name);
		if (access(file, X_OK) == 0)
			return true;
	}
	return false;
}

static int check_helper(const struct spec_mappings *map, uint32_t own, const char *helper, const char *field, struct error *e)
{
	if (is_own(map, own) || in_path(helper))
		return 0;
	return error_set(e, "linux.%s: mapping more than the own id %u needs %s, which is not in $PATH", field, own, helper);
}

int userns_check(const struct spec *spec, struct error *e)
{
	if (!spec_new_namespace(spec, NS_USER) || may_map_anything())
		return 0;
	if (check_helper(&spec->uid_map, geteuid(), "newuidmap", "uidMappings", e) != 0
		|| check_helper(&spec->gid_map, getegid(), "newgidmap", "gidMappings", e) != 0)
		return -1;
	/* The kernel takes the groups away when a user maps the own group by itself. */
	if (is_own(&spec->gid_map, getegid()) && spec->process.group_count)
		return error_set(e, "process.user.additionalGids: a user namespace of the own group alone cannot have any");
	return 0;
}

static int write_map(pid_t pid, const char *file, const struct spec_mappings *map, struct error *e)
{
	char path[64], text[MAX_MAPPINGS * 33 + 1];
	size_t length = 0;
	for (size_t i = 0; i < map->count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%u %u %u\n", map->items[i].container,
			map->items[i].host, map->items[i].size);
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	if (write_file(AT_FDCWD, path, text) != 0)
		return error_errno(e, "linux.%s: write \"%.200s\" to %s", strcmp(file, "uid_map") == 0 ? "uidMappings" : "gidMappings",
			text, path);
	return 0;
}

static _Noreturn void run_helper(const char *helper, pid_t pid, const struct spec_mappings *map, int output)
{
	static char numbers[3 * MAX_MAPPINGS + 1][12];
	static char *args[3 * MAX_MAPPINGS + 3];
	size_t count = 0;
	args[count++] = (char *)helper;
	snprintf(numbers[0], sizeof(numbers[0]), "%d", pid);
	args[count++] = numbers[0];
	for (size_t i = 0; i < map->count; i++) {
		const uint32_t values[] = { map->items[i].container, map->items[i].host, map->items[i].size };
		for (int j = 0; j < 3; j++, count++) {
			snprintf(numbers[count - 1], sizeof(numbers[0]), "%u", values[j]);
			args[count] = numbers[count - 1];
		}
	}
	dup2(output, 2);
	execvp(helper, args);
	_exit(127);
}

static int map_by_helper(const char *helper, pid_t pid, const struct spec_mappings *map, struct error *e)
{
	int output[2], status = -1;
	char text[300] = "";
	if (pipe2(output, O_CLOEXEC) != 0)
		return error_errno(e, "pipe");
	pid_t child = fork();
	if (child == 0)
		run_helper(helper, pid, map, output[1]);
	close(output[1]);
	ssize_t n = child > 0 ? read(output[0], text, sizeof(text) - 1) : -1;
	text[n > 0 ? n : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	close(output[0]);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
	}
	return status == 0 ? 0 : error_set(e, "%s failed: %s", helper, *text ? text : "no reason was given");
}

static int deny_groups(pid_t pid, struct error *e)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/setgroups", pid);
	return write_file(AT_FDCWD, path, "deny") == 0 ? 0 : error_errno(e, "deny setgroups in the user namespace");
}

int userns_map(pid_t pid, const struct spec_mappings *uids, const struct spec_mappings *gids, struct error *e)
{
	bool anything = may_map_anything();
	bool own_group = !anything && is_own(gids, getegid());
	int result = anything || is_own(uids, geteuid()) ? write_map(pid, "uid_map", uids, e) : map_by_helper("newuidmap", pid, uids, e);
	if (result != 0 || (own_group && deny_groups(pid, e) != 0))
		return -1;
	return anything || own_group ? write_map(pid, "gid_map", gids, e) : map_by_helper("newgidmap", pid, gids, e);
}

int userns_make_with(const struct spec_mappings *uids, const struct spec_mappings *gids, int *net, struct error *e)
{
	struct clone_args args = { .flags = CLONE_NEWUSER | (net ? CLONE_NEWNET : 0), .exit_signal = SIGCHLD };
	char path[64];
	int fd = -1;
	pid_t pid = sys_clone3(&args);
	if (pid == 0)
		for (;;)
			pause();
	if (pid < 0)
		return error_errno(e, "make a user namespace");
	snprintf(path, sizeof(path), "/proc/%d/ns/user", pid);
	if (userns_map(pid, uids, gids, e) == 0 && (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		error_errno(e, "open the user namespace");
	snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	if (fd >= 0 && net && (*net = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
		error_errno(e, "open the network namespace");
		close_fd(&fd);
	}
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
	}
	return fd;
}

int userns_make(const struct spec_mappings *uids, const struct spec_mappings *gids, struct error *e)
{
	return userns_make_with(uids, gids, NULL, e);
}
