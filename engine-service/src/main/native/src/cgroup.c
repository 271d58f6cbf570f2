#include "cgroup.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "io.h"
#include "sys.h"
#include "userns.h"

bool cgroup_disabled;

enum { MAGIC_V1 = 0x27e0eb, MAGIC_V2 = 0x63677270 };

/* Nothing is believed to be a cgroup because of where it is: the file system must say so. */
static int open_verified(const char *directory, long magic)
{
	char path[256];
	struct statfs fs;
	snprintf(path, sizeof(path), "/sys/fs/cgroup/%s", directory);
	int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && (fstatfs(fd, &fs) != 0 || (long)fs.f_type != magic)) {
		close(fd);
		errno = ENODEV;
		return -1;
	}
	return fd;
}

bool cgroup_is_v2(void)
{
	AUTO_CLOSE int root = open_verified(".", MAGIC_V2);
	return root >= 0;
}

static bool add_hierarchy(struct cgroup *cgroup, const char *controllers, const char *directory, long magic)
{
	if (cgroup->count == CGROUP_MAX_HIERARCHIES)
		return false;
	int base = open_verified(directory, magic);
	if (base < 0)
		return false;
	cgroup->hierarchies[cgroup->count++] = (struct hierarchy){ controllers, directory, base, -1, false, false };
	return true;
}

/* A line of /proc/self/cgroup: "4:cpu,cpuacct:/path". On a hybrid system there is one of v2 as well ("0::/path"),
 * whose hierarchy has no controllers, but tells processes apart. */
static void locate_line(struct cgroup *cgroup, char *line)
{
	char *controllers = strchr(line, ':');
	char *end = controllers ? strchr(controllers + 1, ':') : NULL;
	if (!end)
		return;
	*end = '\0';
	if (!*++controllers) {
		add_hierarchy(cgroup, controllers, "unified", MAGIC_V2);
		return;
	}
	const char *directory = strncmp(controllers, "name=", 5) == 0 ? controllers + 5 : controllers;
	add_hierarchy(cgroup, controllers, directory, MAGIC_V1);
}

int cgroup_check_path(const char *path, struct error *e)
{
	if (!*path || strlen(path) > 1024 || strstr(path, "//"))
		return error_set(e, "linux.cgroupsPath is not a usable path");
	for (const char *at = path; at; at = strchr(at, '/')) {
		at += *at == '/';
		size_t length = strcspn(at, "/");
		if (length == 0 || (length <= 2 && strncmp(at, "..", length) == 0))
			return error_set(e, "linux.cgroupsPath: %s must not have empty, . or .. parts", path);
	}
	return 0;
}

int cgroup_locate(struct cgroup *cgroup, struct arena *arena, const char *path, struct error *e)
{
	memset(cgroup, 0, sizeof(*cgroup));
	if (strchr(path, ':'))
		return error_set(e, "linux.cgroupsPath: %s is for systemd, but neither --systemd-cgroup nor --cgroup-manager systemd was given", path);
	path += strspn(path, "/");
	cgroup->path = arena_string(arena, path);
	if (!*path)
		return 0;
	if (cgroup_check_path(path, e) != 0)
		return -1;
	if (add_hierarchy(cgroup, "", ".", MAGIC_V2)) {
		cgroup->v2 = true;
		return 0;
	}
	char *text = arena_alloc(arena, 8192), *rest = NULL;
	if (read_small(AT_FDCWD, "/proc/self/cgroup", text, 8192) < 0)
		return error_errno(e, "read /proc/self/cgroup");
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		locate_line(cgroup, line);
	if (cgroup->count == 0)
		return error_set(e, "no cgroup hierarchy is mounted below /sys/fs/cgroup");
	return 0;
}

static int open_group(int base, const char *path) { return openat(base, path, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW); }

static int prepare(struct cgroup *cgroup, struct hierarchy *h, int parent, int child, struct error *e)
{
	return cgroup->v2 ? cgroup_v2_prepare(parent, e) : cgroup_v1_prepare(h, parent, child, e);
}

/* Who is not the host's root does without the cgroups that are closed to him; a limit that needs one is
 * refused when it is set. */
static bool not_for_this_user(void)
{
	bool closed = errno == EACCES || errno == EPERM || errno == EROFS;
	int kept = errno;
	closed = closed && userns_is_rootless();
	errno = kept;
	return closed;
}

/* Whatever the caller's umask: in a user namespace the container's root is one of the others. */
static bool make_group(int parent, const char *name)
{
	mode_t old = umask(022);
	bool made = mkdirat(parent, name, 0755) == 0;
	int kept = errno;
	umask(old);
	errno = kept;
	return made;
}

/* Makes each part of the path that is missing. The last one must be new or empty. */
static int make_path(struct cgroup *cgroup, struct hierarchy *h, struct error *e)
{
	int parent = dup(h->base);
	const char *at = cgroup->path;
	while (parent >= 0) {
		char name[256];
		size_t length = strcspn(at, "/");
		bool last = at[length] == '\0';
		snprintf(name, sizeof(name), "%.*s", (int)length, at);
		bool made = make_group(parent, name);
		h->made = h->made || (made && last);
		int child = made || errno == EEXIST ? open_group(parent, name) : -1;
		if (child < 0 && not_for_this_user())
			h->denied = true;
		else if (child < 0)
			error_errno(e, "create the cgroup /sys/fs/cgroup/%s/%s", h->directory, cgroup->path);
		else if (made || cgroup->by_systemd || !cgroup->v2) /* v1: a cpuset that somebody else made may still be empty */
			prepare(cgroup, h, parent, child, e);
		close(parent);
		if (child < 0 || failed(e)) {
			if (child >= 0)
				close(child);
			return h->denied ? 0 : -1;
		}
		if (last) {
			h->group = child;
			return 0;
		}
		parent = child;
		at += length + 1;
	}
	return error_errno(e, "open /sys/fs/cgroup/%s", h->directory);
}

static int refuse_occupied(struct cgroup *cgroup, struct hierarchy *h, struct error *e)
{
	char first[32];
	if (h->denied)
		return 0;
	if (!h->made && !cgroup->by_systemd && read_small(h->group, "cgroup.procs", first, sizeof(first)) > 0)
		return error_set(e, "container's cgroup is not empty: /sys/fs/cgroup/%s/%s has processes", h->directory, cgroup->path);
	/* Nobody could start in it. It is left as it was found. */
	if (!h->made && h == cgroup_find(cgroup, "freezer") && cgroup_is_frozen(cgroup))
		return error_set(e, "container's cgroup unexpectedly frozen: /sys/fs/cgroup/%s/%s", h->directory, cgroup->path);
	h->made = true;
	return 0;
}

int cgroup_create(struct cgroup *cgroup, struct error *e)
{
	for (size_t i = 0; i < cgroup->count; i++) {
		struct hierarchy *h = &cgroup->hierarchies[i];
		if (make_path(cgroup, h, e) != 0 || refuse_occupied(cgroup, h, e) != 0)
			return -1;
	}
	return 0;
}

int cgroup_open(struct cgroup *cgroup, struct error *e)
{
	for (size_t i = 0; i < cgroup->count; i++) {
		struct hierarchy *h = &cgroup->hierarchies[i];
		h->group = open_group(h->base, cgroup->path);
		h->made = h->group >= 0;
		if (h->group < 0 && errno != ENOENT)
			return error_errno(e, "open the cgroup /sys/fs/cgroup/%s/%s", h->directory, cgroup->path);
	}
	return 0;
}

int cgroup_open_path(struct cgroup *cgroup, struct arena *arena, const char *path, struct error *e)
{
	return cgroup_locate(cgroup, arena, path, e) != 0 || cgroup_open(cgroup, e) != 0 ? -1 : 0;
}

int cgroup_reopen(const struct hierarchy *h, const char *path)
{
	AUTO_CLOSE int base = open_verified(h->directory, *h->controllers ? MAGIC_V1 : MAGIC_V2);
	return base < 0 ? -1 : open_group(base, path);
}

int cgroup_set(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e)
{
	return cgroup->v2 ? cgroup_v2_set(cgroup, resources, e) : cgroup_v1_set(cgroup, resources, e);
}

/* Joining by `tasks` moves the calling thread, which is all there is of this process, and does not
 * wait for a grace period of RCU as a pid written to cgroup.procs does (11 ms). */
int cgroup_join_self(const struct cgroup *cgroup, struct error *e)
{
	if (cgroup->v2)
		return 0;
	for (size_t i = 0; i < cgroup->count; i++) {
		const struct hierarchy *h = &cgroup->hierarchies[i];
		if (*h->controllers && h->group >= 0 && write_file(h->group, "tasks", "0") != 0)
			return error_errno(e, "join the cgroup /sys/fs/cgroup/%s/%s", h->directory, cgroup->path);
	}
	return 0;
}

int cgroup_enter(const struct cgroup *cgroup, struct hierarchy *h, const char *below, struct error *e)
{
	char path[2048];
	below += strspn(below, "/");
	if (snprintf(path, sizeof(path), "%s/%s", cgroup->path, *below ? below : ".") >= (int)sizeof(path))
		return error_set(e, "the path is too long");
	close_fd(&h->group);
	h->group = open_group(h->base, path);
	return h->group >= 0 ? 0 : error_errno(e, "error adding pid to the cgroup /sys/fs/cgroup/%s/%s", h->directory, path);
}

int cgroup_clone_fd(const struct cgroup *cgroup)
{
	for (size_t i = 0; i < cgroup->count; i++)
		if (!*cgroup->hierarchies[i].controllers)
			return cgroup->hierarchies[i].group;
	return -1;
}

void cgroup_close(struct cgroup *cgroup)
{
	for (size_t i = 0; i < cgroup->count; i++) {
		close_fd(&cgroup->hierarchies[i].base);
		close_fd(&cgroup->hierarchies[i].group);
	}
	cgroup->count = 0;
}

struct hierarchy *cgroup_find(struct cgroup *cgroup, const char *controller)
{
	size_t length = strlen(controller);
	for (size_t i = 0; i < cgroup->count; i++) {
		const char *at = cgroup->hierarchies[i].controllers;
		if (cgroup->v2)
			return &cgroup->hierarchies[i];
		for (; at; at = strchr(at, ',')) {
			at += *at == ',';
			if (strncmp(at, controller, length) == 0 && (at[length] == ',' || at[length] == '\0'))
				return &cgroup->hierarchies[i];
		}
	}
	return NULL;
}

int cgroup_write(const struct hierarchy *h, const char *file, struct error *e, const char *format, ...)
{
	char text[4096];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (h->denied)
		return error_set(e, "linux.resources: %s cannot be set, this user may not make a cgroup", file);
	if (write_file(h->group, file, text) != 0)
		return error_errno(e, "failed to write \"%s\" to the cgroup's %s", text, file);
	return 0;
}
