#include "safe_path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "io.h"
#include "sys.h"

enum { MAGIC_PROC = 0x9fa0, MAGIC_DEVPTS = 0x1cd1 };

static int resolve(int root, const char *path, int flags, uint64_t limits)
{
	struct open_how how = { .flags = (uint64_t)(flags | O_CLOEXEC), .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS
		| limits };
	/* EAGAIN: something was renamed during a "..", which an attacker can go on doing; give up in the end. */
	for (int attempt = 0; attempt < 64; attempt++) {
		int fd = sys_openat2(root, path, &how);
		if (fd >= 0 || errno != EAGAIN)
			return fd;
	}
	return -1;
}

int open_in_root(int root, const char *path, int flags) { return resolve(root, path, flags, 0); }

int open_in_root_no_links(int root, const char *path, int flags)
{
	return resolve(root, path, flags, RESOLVE_NO_SYMLINKS);
}

static int parent_of(int root, const char *path, char *name, mode_t mode, struct error *e)
{
	char parent[4096];
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t length = slash ? (size_t)(slash - path) : 0;
	if (length >= sizeof(parent) || strlen(base) > 255 || !*base || strcmp(base, "..") == 0 || strcmp(base, ".") == 0)
		return error_set(e, "%s is not a usable path", path);
	memcpy(parent, path, length);
	parent[length] = '\0';
	strcpy(name, base);
	return make_directories(root, length ? parent : "/", mode, e);
}

static void trim(const char *path, char *trimmed, size_t size)
{
	snprintf(trimmed, size, "%s", path);
	for (size_t length = strlen(trimmed); length > 1 && trimmed[length - 1] == '/'; length--)
		trimmed[length - 1] = '\0';
}

enum { MAX_LINKS = 16 };

/* Where a symbolic link leads that points to nothing yet, as a path in the root: images have such
 * (/var/run -> /run), and what they mean is to be made. 0, or -1 when `name` is no link. */
static int follow_dangling(int parent, const char *name, const char *path, char *target, size_t size)
{
	char link[4096];
	const char *slash = strrchr(path, '/');
	ssize_t length = readlinkat(parent, name, link, sizeof(link) - 1);
	if (length <= 0)
		return -1;
	link[length] = '\0';
	int n = link[0] == '/' ? snprintf(target, size, "%s", link)
		: snprintf(target, size, "%.*s/%s", slash ? (int)(slash - path) : 0, path, link);
	return n > 0 && (size_t)n < size ? 0 : -1;
}

static int make_directories_following(int root, const char *path, mode_t mode, int links, struct error *e)
{
	char name[256], trimmed[4096], target[4096];
	if (strlen(path) >= sizeof(trimmed))
		return error_set(e, "the path is too long");
	trim(path, trimmed, sizeof(trimmed));
	int fd = open_in_root(root, trimmed, O_PATH | O_DIRECTORY);
	if (fd >= 0)
		return fd;
	if (errno != ENOENT)
		return error_errno(e, "open %s in the container", path);
	AUTO_CLOSE int parent = parent_of(root, trimmed, name, mode, e);
	if (parent < 0)
		return -1;
	if (mkdirat(parent, name, mode) != 0 && errno != EEXIST)
		return error_errno(e, "create %s in the container", path);
	fd = open_in_root(root, trimmed, O_PATH | O_DIRECTORY);
	if (fd < 0 && errno == ENOENT && links < MAX_LINKS
		&& follow_dangling(parent, name, trimmed, target, sizeof(target)) == 0)
		return make_directories_following(root, target, mode, links + 1, e);
	return fd >= 0 ? fd : error_errno(e, "open %s in the container", path);
}

int make_directories(int root, const char *path, mode_t mode, struct error *e)
{
	return make_directories_following(root, path, mode, 0, e);
}

static int make_mount_point_following(int root, const char *path, bool directory, int links, struct error *e)
{
	char name[256], trimmed[4096], target[4096];
	if (strlen(path) >= sizeof(trimmed))
		return error_set(e, "the path is too long");
	trim(path, trimmed, sizeof(trimmed));
	int fd = open_in_root(root, trimmed, O_PATH);
	if (fd >= 0)
		return fd;
	if (errno != ENOENT)
		return error_errno(e, "open %s in the container", path);
	if (directory)
		return make_directories(root, trimmed, 0755, e);
	AUTO_CLOSE int parent = parent_of(root, trimmed, name, 0755, e);
	if (parent < 0)
		return -1;
	/* O_NOFOLLOW | O_EXCL: never through a link that came in the meantime. */
	AUTO_CLOSE int made = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0755);
	if (made < 0 && errno != EEXIST)
		return error_errno(e, "create %s in the container", path);
	fd = open_in_root(root, trimmed, O_PATH);
	if (fd < 0 && errno == ENOENT && links < MAX_LINKS
		&& follow_dangling(parent, name, trimmed, target, sizeof(target)) == 0)
		return make_mount_point_following(root, target, directory, links + 1, e);
	return fd >= 0 ? fd : error_errno(e, "open %s in the container", path);
}

int make_mount_point(int root, const char *path, bool directory, struct error *e)
{
	return make_mount_point_following(root, path, directory, 0, e);
}

static bool has_magic(int fd, long magic)
{
	struct statfs fs;
	return fstatfs(fd, &fs) == 0 && (long)fs.f_type == magic;
}

bool is_procfs(int fd) { return has_magic(fd, MAGIC_PROC); }
int open_in_procfs(int proc, const char *path, int flags)
{
	struct open_how how = { .flags = (uint64_t)(flags | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS };
	int fd = sys_openat2(proc, path, &how);
	if (fd < 0 || is_procfs(fd))
		return fd;
	close(fd);
	errno = EXDEV;
	return -1;
}

bool is_devpts(int fd) { return has_magic(fd, MAGIC_DEVPTS); }

int open_procfs(struct error *e)
{
	int fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && !is_procfs(fd)) {
		close(fd);
		return error_set(e, "/proc is not procfs");
	}
	return fd >= 0 ? fd : error_errno(e, "open /proc");
}
