/* The sources of bind mounts, as detached copies. The parent makes those that the container's own
 * process could not: in a user namespace it may neither reach every source nor map ids, and the mounts
 * it inherits are locked together. */
#include <errno.h>
#include <string.h>

#include "caps.h"
#include "devices.h"
#include "io.h"
#include "mounts.h"
#include "sys.h"
#include "userns.h"

int mount_source(const struct spec_mount *mount, struct error *e)
{
	AUTO_CLOSE int source = open(mount->source, O_PATH | O_CLOEXEC);
	if (source < 0)
		return error_errno(e, "source %s", mount->source);
	int tree = mount_copy(source, mount->recursive_bind, e);
	if (tree >= 0 && (mount_attributes(tree, false, mount->set, mount->clear, 0, e) != 0
		|| mount_attributes(tree, true, mount->recursive_set, mount->recursive_clear, 0, e) != 0))
		close_fd(&tree);
	return tree;
}

static int map_ids(int tree, const struct spec_mount *mount, int namespace, struct error *e)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_IDMAP, .userns_fd = (uint64_t)namespace };
	if (sys_mount_setattr(tree, "", AT_EMPTY_PATH | (mount->recursive_idmap ? AT_RECURSIVE : 0), &attr) != 0)
		return error_errno(e, "map the ids of the mount (its file system must be able to)");
	return 0;
}

/* Copied outside, the tree would still share its mounts with the host. Whoever wants that says so. */
static int detach(int tree, const struct spec *spec, struct error *e)
{
	bool shared = spec->rootfs_propagation & MS_SHARED && !spec->namespaces[NS_USER].wanted;
	return shared ? 0 : mount_attributes(tree, true, 0, 0, MS_SLAVE, e);
}

static int open_mapping(const struct spec_mount *mount, const struct spec *spec, struct error *e)
{
	const char *path = spec->namespaces[NS_USER].path;
	if (mount->uid_map.count)
		return userns_make(&mount->uid_map, &mount->gid_map, e);
	if (!path)
		return userns_make(&spec->uid_map, &spec->gid_map, e);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd >= 0 ? fd : error_errno(e, "open the user namespace %s", path);
}

/* What lies in the root may be there only when mounts before it are: such a source is for the child. */
static bool comes_later(const struct spec_mount *mount, const struct spec *spec)
{
	size_t length = strlen(spec->rootfs);
	bool for_parent = mount->idmap && spec->namespaces[NS_USER].wanted;
	return !for_parent && strncmp(mount->source, spec->rootfs, length) == 0 && mount->source[length] == '/';
}

int mount_source_mapped(const struct spec_mount *mount, struct error *e)
{
	int tree = mount_source(mount, e);
	if (tree >= 0 && mount->mapping >= 0 && map_ids(tree, mount, mount->mapping, e) != 0)
		close_fd(&tree);
	return tree;
}

static int prepare(struct spec_mount *mount, const struct spec *spec, struct error *e)
{
	if (mount->idmap && (mount->mapping = open_mapping(mount, spec, e)) < 0)
		return -1;
	if (comes_later(mount, spec))
		return 0;
	AUTO_CLOSE int tree = mount_source_mapped(mount, e);
	if (tree < 0 || detach(tree, spec, e) != 0)
		return -1;
	mount->tree = tree;
	tree = -1;
	return 0;
}

static int prepare_root(struct spec *spec, struct error *e)
{
	AUTO_CLOSE int place = open(spec->rootfs, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (place < 0)
		return error_errno(e, "root.path %s", spec->rootfs);
	spec->root_tree = mount_copy(place, true, e);
	return spec->root_tree < 0 ? -1 : detach(spec->root_tree, spec, e);
}

/* Root of a user namespace that has no mount namespace of its own may not. */
static bool may_copy(void)
{
	if (!caps_effective(CAP_NUMBER_SYS_ADMIN))
		return false;
	AUTO_CLOSE int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	AUTO_CLOSE int copy = mount_copy(root, false, &(struct error){ 0 });
	return copy >= 0;
}

int mount_trees_prepare(struct spec *spec, struct error *e)
{
	bool helps = spec->namespaces[NS_USER].wanted && may_copy();
	for (size_t i = 0; i < spec->mount_count; i++) {
		struct spec_mount *mount = &spec->mounts[i];
		if (mount->bind && (mount->idmap || helps) && prepare(mount, spec, e) != 0)
			return mount_error(mount, e);
	}
	if (helps)
		devices_prepare(spec);
	return helps ? prepare_root(spec, e) : 0;
}

void mount_trees_close(struct spec *spec)
{
	for (size_t i = 0; i < spec->mount_count; i++) {
		close_fd(&spec->mounts[i].tree);
		close_fd(&spec->mounts[i].mapping);
	}
	for (size_t i = 0; i < spec->device_count; i++)
		close_fd(&spec->devices[i].tree);
	close_fd(&spec->root_tree);
}
