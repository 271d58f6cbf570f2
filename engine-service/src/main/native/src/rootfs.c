#include "rootfs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "devices.h"
#include "io.h"
#include "mask.h"
#include "mounts.h"
#include "rootfs_outside.h"
#include "safe_path.h"
#include "sys.h"

/* Mounts made here must not reach the host, unless the configuration shares on purpose. What is unbindable
 * could not be copied in the next step: it becomes so when all is done. Without a mount namespace of the
 * container's own there is nothing to detach from. */
static int detach_from_host(const struct spec *spec, struct error *e)
{
	uint64_t propagation = spec->rootfs_propagation ? spec->rootfs_propagation : MS_SLAVE | MS_REC;
	if (!spec->namespaces[NS_MOUNT].wanted)
		return 0;
	if (propagation & MS_UNBINDABLE)
		propagation ^= MS_UNBINDABLE | MS_PRIVATE;
	if (sys_mount(NULL, "/", NULL, (unsigned long)propagation) != 0)
		return error_errno(e, "set the propagation of /");
	return 0;
}

/* pivot_root refuses a new root whose parent mount is shared. The parent's mount point is somewhere
 * up the path; only a mount point takes the change. */
static int make_parent_private(const char *path, struct error *e)
{
	char at[4096];
	struct mount_attr private = { .propagation = MS_PRIVATE };
	snprintf(at, sizeof(at), "%s", path);
	for (;;) {
		if (sys_mount_setattr(AT_FDCWD, at, 0, &private) == 0)
			return 0;
		char *slash = strrchr(at, '/');
		if (errno != EINVAL || !slash || strcmp(at, "/") == 0)
			return error_errno(e, "make the mount of %s private", path);
		slash[slash == at] = '\0';
	}
}

/* Where the root is mounted before it becomes the root: on itself. The container's user may have no way
 * to it; then the old root is the place, which is about to go anyway. */
static int open_place(const struct spec *spec, struct error *e)
{
	int place = open(spec->rootfs, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (place < 0 && errno == EACCES && spec->root_tree >= 0)
		return open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (place >= 0 && spec->namespaces[NS_MOUNT].wanted && spec->rootfs_propagation & MS_SHARED &&
		make_parent_private(spec->rootfs, e) != 0)
		close_fd(&place);
	return place >= 0 ? place : error_errno(e, "root.path %s", spec->rootfs);
}

static int bind_root(const struct spec *spec, struct error *e)
{
	AUTO_CLOSE int place = open_place(spec, e);
	if (place < 0)
		return -1;
	bool own = spec->namespaces[NS_MOUNT].wanted;
	int tree = spec->root_tree >= 0 ? fcntl(spec->root_tree, F_DUPFD_CLOEXEC, 3) : mount_copy(place, true, e);
	/* "slave" without its r leaves what is mounted below as it is. The copy keeps its master. */
	if (own && spec->rootfs_propagation & (MS_SLAVE | MS_PRIVATE | MS_UNBINDABLE) && !(spec->rootfs_propagation & MS_REC)
		&& tree >= 0 && (mount_attributes(tree, true, 0, 0, MS_SLAVE, e) != 0 || make_parent_private(spec->rootfs, e) != 0))
		close_fd(&tree);
	bool good = tree >= 0 && (own || mount_attributes(tree, true, 0, 0, MS_PRIVATE, e) == 0);
	if (tree >= 0 && (!good || mount_attach(tree, place, e) != 0))
		close_fd(&tree);
	return tree;
}

static bool is_dev(const struct spec_mount *mount)
{
	return !mount->bind && strcmp(mount->destination, "/dev") == 0;
}

static int mount_all(int root, const struct spec *spec, const struct cgroup *cgroup, struct error *e)
{
	for (size_t i = 0; i < spec->mount_count; i++) {
		struct spec_mount mount = spec->mounts[i];
		/* A read-only /dev becomes so when the devices are in it. */
		if (is_dev(&mount))
			mount.set &= ~(uint64_t)MOUNT_ATTR_RDONLY;
		if (mount_entry(root, &mount, spec, cgroup, e) != 0)
			return -1;
	}
	return 0;
}

int rootfs_prepare(const struct spec *spec, const struct cgroup *cgroup, struct error *e)
{
	if (detach_from_host(spec, e) != 0)
		return -1;
	int root = bind_root(spec, e);
	if (root < 0)
		return -1;
	if (mount_all(root, spec, cgroup, e) == 0 && (!devices_are_ours(spec) || devices_make(root, spec, e) == 0))
		return root;
	close(root);
	return -1;
}

static int make_dev_readonly(int root, const struct spec *spec, struct error *e)
{
	for (size_t i = 0; i < spec->mount_count; i++) {
		if (!is_dev(&spec->mounts[i]) || !(spec->mounts[i].set & MOUNT_ATTR_RDONLY))
			continue;
		AUTO_CLOSE int dev = open_in_root_no_links(root, "/dev", O_PATH | O_DIRECTORY);
		if (dev < 0 || mount_attributes(dev, false, MOUNT_ATTR_RDONLY, 0, 0, e) != 0)
			return error_errno(e, "make /dev read-only");
	}
	return 0;
}

void rootfs_make_cwd(int root, const struct spec *spec)
{
	struct error ignored = { 0 };
	if (!spec->rootfs_readonly || !spec->process.cwd)
		return;
	int made = make_directories(root, spec->process.cwd, 0755, &ignored);
	close_fd(&made);
}

int rootfs_finish(int root, const struct spec *spec, struct error *e)
{
	AUTO_CLOSE int null = open_null(e);
	if (null < 0)
		return -1;
	int result = make_dev_readonly(root, spec, e) || readonly_paths(root, &spec->readonly_paths, e)
		|| mask_paths(root, null, &spec->masked_paths, e);
	if (result)
		return -1;
	return spec->rootfs_readonly ? mount_attributes(root, false, MOUNT_ATTR_RDONLY, 0, 0, e) : 0;
}

/* The old root ends up on top of the new one and is taken away. It is made a slave first: its mounts may
 * be shared with the host's (a configuration can ask for that), which would be unmounted too. */
int rootfs_enter(int root, const struct spec *spec, struct error *e)
{
	if (!spec->namespaces[NS_MOUNT].wanted)
		return outside_enter(root, e);
	if (spec->no_pivot)
		return rootfs_move(root, spec, e);
	AUTO_CLOSE int old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (old < 0 || fchdir(root) != 0)
		return error_errno(e, "enter the root");
	if (sys_pivot_root(".", ".") != 0)
		return error_errno(e, "pivot_root");
	if (mount_attributes(old, true, 0, 0, MS_SLAVE, e) != 0)
		return -1;
	if (fchdir(old) != 0 || sys_umount_detach(".") != 0)
		return error_errno(e, "unmount the old root");
	if (chdir("/") != 0)
		return error_errno(e, "enter the root");
	/* Last, since pivot_root wants no shared mounts. */
	return mount_attributes(root, spec->rootfs_propagation & MS_REC, 0, 0,
		spec->rootfs_propagation & ~(uint64_t)MS_REC, e);
}
