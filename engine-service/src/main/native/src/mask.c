#include "mask.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "io.h"
#include "mounts.h"
#include "safe_path.h"
#include "sys.h"

int open_null(struct error *e)
{
	struct stat status;
	int fd = open("/dev/null", O_PATH | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &status) != 0)
		return error_errno(e, "open /dev/null");
	if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3)) {
		close(fd);
		return error_set(e, "/dev/null is not the null device");
	}
	return fd;
}

/* One empty read-only tmpfs serves all masked directories: the first is made, the others copy it. */
static int empty_directory(int *first, struct error *e)
{
	char *options[] = { (char *)"nr_inodes=2", (char *)"mode=755", NULL };
	struct strings data = { options, 2 };
	if (*first >= 0)
		return mount_copy(*first, false, e);
	return mount_new("tmpfs", "tmpfs", &data, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV
		| MOUNT_ATTR_NOEXEC, e);
}

/* Read-only: the container must not change mode or owner of the host's device through it. */
static int null_file(int null, struct error *e)
{
	int tree = mount_copy(null, false, e);
	if (tree >= 0 && mount_attributes(tree, false, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, 0, 0, e) != 0)
		close_fd(&tree);
	return tree;
}

static int mask_one(int root, int null, const char *path, int *first, struct error *e)
{
	struct stat status;
	AUTO_CLOSE int target = open_in_root(root, path, O_PATH);
	if (target < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : error_errno(e, "open it");
	if (fstat(target, &status) != 0)
		return error_errno(e, "look at it");
	bool directory = S_ISDIR(status.st_mode);
	int tree = directory ? empty_directory(first, e) : null_file(null, e);
	if (tree < 0 || mount_attach(tree, target, e) != 0) {
		close_fd(&tree);
		return -1;
	}
	if (directory && *first < 0)
		*first = tree;
	else
		close(tree);
	return 0;
}

static bool stands_before(const struct strings *paths, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(paths->items[i], paths->items[index]) == 0)
			return true;
	return false;
}

int mask_paths(int root, int null, const struct strings *paths, struct error *e)
{
	AUTO_CLOSE int first = -1;
	for (size_t i = 0; i < paths->count; i++)
		if (!stands_before(paths, i) && mask_one(root, null, paths->items[i], &first, e) != 0)
			return error_context(e, "can't mask path %s", paths->items[i]);
	return 0;
}

static int readonly_one(int root, const char *path, struct error *e)
{
	AUTO_CLOSE int target = open_in_root(root, path, O_PATH);
	if (target < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : error_errno(e, "open it");
	/* The copy keeps the flags of the original (nosuid, noexec ...) and gains one. */
	AUTO_CLOSE int tree = mount_copy(target, true, e);
	if (tree < 0 || mount_attributes(tree, true, MOUNT_ATTR_RDONLY, 0, 0, e) != 0)
		return -1;
	return mount_attach(tree, target, e);
}

int readonly_paths(int root, const struct strings *paths, struct error *e)
{
	for (size_t i = 0; i < paths->count; i++)
		if (readonly_one(root, paths->items[i], e) != 0)
			return error_context(e, "can't make %s read-only", paths->items[i]);
	return 0;
}
