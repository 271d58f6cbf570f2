#include "mounts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "labels.h"
#include "safe_path.h"
#include "sys.h"
#include "tmpcopyup.h"

static int configure(int fs, const char *option, struct error *e)
{
	const char *equals = strchr(option, '=');
	char key[128];
	size_t length = equals ? (size_t)(equals - option) : strlen(option);
	if (length >= sizeof(key))
		return error_set(e, "the mount option %s is too long", option);
	memcpy(key, option, length);
	key[length] = '\0';
	int result = equals ? sys_fsconfig(fs, FSCONFIG_SET_STRING, key, equals + 1, 0)
		: sys_fsconfig(fs, FSCONFIG_SET_FLAG, key, NULL, 0);
	return result == 0 ? 0 : error_errno(e, "mount option %s", option);
}

int mount_new(const char *type, const char *source, const struct strings *data, uint64_t attributes, struct error *e)
{
	AUTO_CLOSE int fs = sys_fsopen(type, FSOPEN_CLOEXEC);
	if (fs < 0)
		return error_errno(e, "open the file system %s", type);
	if (source && *source && sys_fsconfig(fs, FSCONFIG_SET_STRING, "source", source, 0) != 0)
		return error_errno(e, "source %s", source);
	for (size_t i = 0; data && i < data->count; i++)
		if (configure(fs, data->items[i], e) != 0)
			return -1;
	if (sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) != 0)
		return error_errno(e, "create the file system %s", type);
	int mount = sys_fsmount(fs, FSMOUNT_CLOEXEC, (unsigned)attributes);
	return mount >= 0 ? mount : error_errno(e, "mount the file system %s", type);
}

int mount_copy(int fd, bool recursive, struct error *e)
{
	int tree = sys_open_tree(fd, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0));
	return tree >= 0 ? tree : error_errno(e, "copy the mount");
}

static bool is_directory(int fd)
{
	struct stat status;
	return fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

int mount_attach(int tree, int target, struct error *e)
{
	/* From descriptor to descriptor: no path is walked, so that nothing can be swapped (CVE-2021-30465). */
	if (sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == 0)
		return 0;
	/* As mount(2) says it, and runc: dockerd then asks its user whether that was meant. */
	if (errno == EINVAL && is_directory(tree) != is_directory(target))
		errno = ENOTDIR;
	return error_errno(e, "attach the mount");
}

int mount_attributes(int fd, bool recursive, uint64_t set, uint64_t clear, uint64_t propagation, struct error *e)
{
	struct mount_attr attr = { .attr_set = set, .attr_clr = clear, .propagation = propagation };
	/* The kernel wants the whole field named when a kind of atime is set or taken back. */
	if ((set | clear) & MOUNT_ATTR__ATIME)
		attr.attr_clr |= MOUNT_ATTR__ATIME;
	if (!set && !clear && !propagation)
		return 0;
	if (sys_mount_setattr(fd, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attr) != 0)
		return error_errno(e, "set the attributes of the mount");
	return 0;
}

/* A mount on /proc or below could show the container (and runtimes that look there) false files:
 * /proc must be procfs itself, and only files that are commonly faked may be covered. */
static int check_proc_destination(const struct spec_mount *mount, int source, struct error *e)
{
	static const char *const allowed[] = { "/proc/cpuinfo", "/proc/diskstats", "/proc/meminfo", "/proc/stat",
		"/proc/swaps", "/proc/uptime", "/proc/loadavg", "/proc/slabinfo", "/proc/net/dev",
		"/proc/sys/kernel/ns_last_pid", "/proc/sys/crypto/fips_enabled" };
	const char *path = mount->destination;
	if (strcmp(path, "/proc") == 0 || strcmp(path, "/proc/") == 0) {
		if (mount->bind ? source >= 0 && is_procfs(source) : strcmp(mount->type, "proc") == 0)
			return 0;
		return error_set(e, "only procfs may be mounted on /proc");
	}
	if (strncmp(path, "/proc/", 6) != 0)
		return 0;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (strcmp(path, allowed[i]) == 0)
			return 0;
	return error_set(e, "%s is inside /proc and may not be mounted on", path);
}

static bool needs_real_directory(const struct spec_mount *mount)
{
	return !mount->bind && (strcmp(mount->type, "proc") == 0 || strcmp(mount->type, "sysfs") == 0);
}

/* The target, resolved in the root. For proc and sysfs the way must be free of links: an image with
 * /proc -> elsewhere would leave the real /proc to itself (CVE-2019-19921, CVE-2023-27561). */
static int open_target(int root, const struct spec_mount *mount, bool directory, struct error *e)
{
	int fd = make_mount_point(root, mount->destination, directory, e);
	if (fd < 0 || !needs_real_directory(mount))
		return fd;
	close(fd);
	fd = open_in_root_no_links(root, mount->destination, O_PATH | O_DIRECTORY);
	return fd >= 0 ? fd : error_errno(e, "%s must be mounted on ordinary directory, and no symbolic link", mount->destination);
}

static int mount_bind(int root, const struct spec_mount *mount, struct error *e)
{
	struct stat status;
	AUTO_CLOSE int tree = mount->tree >= 0 ? fcntl(mount->tree, F_DUPFD_CLOEXEC, 3) : mount_source_mapped(mount, e);
	if (tree < 0 || fstat(tree, &status) != 0)
		return error_errno(e, "source %s", mount->source);
	if (check_proc_destination(mount, tree, e) != 0)
		return -1;
	AUTO_CLOSE int target = open_target(root, mount, S_ISDIR(status.st_mode), e);
	if (target < 0 || mount_attach(tree, target, e) != 0)
		return -1;
	return mount_attributes(tree, mount->recursive_propagation, 0, 0, mount->propagation, e);
}

/* sysfs belongs to a network namespace: where that is not the user namespace's own, the host's is bound
 * instead, which the container's user may not do anything with either. */
static int new_or_bound(const struct spec_mount *mount, const struct strings *data, uint64_t attributes, const struct spec *spec,
	struct error *e)
{
	struct error first = { 0 };
	int tree = mount_new(mount->type, mount->source, data, attributes, &first);
	if (tree >= 0 || errno != EPERM || strcmp(mount->type, "sysfs") != 0 || !spec->namespaces[NS_USER].wanted) {
		if (tree < 0)
			*e = first;
		return tree;
	}
	AUTO_CLOSE int sys = open("/sys", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (sys < 0)
		return error_errno(e, "open /sys");
	tree = mount_copy(sys, true, e);
	if (tree >= 0 && mount_attributes(tree, true, attributes & ~(uint64_t)MOUNT_ATTR__ATIME, 0, 0, e) != 0)
		close_fd(&tree);
	return tree;
}

static int mount_file_system(int root, const struct spec_mount *mount, const struct spec *spec, struct error *e)
{
	AUTO_CLOSE int before = open_in_root(root, mount->destination, O_PATH);
	AUTO_CLOSE int target = open_target(root, mount, true, e);
	if (target < 0)
		return -1;
	/* A tmpfs over an existing directory takes its mode over unless told otherwise. */
	struct strings data = mount->data;
	struct stat status;
	char *items[32], mode[16];
	bool with_mode = false;
	for (size_t i = 0; i < data.count; i++)
		with_mode = with_mode || strncmp(data.items[i], "mode=", 5) == 0;
	if (strcmp(mount->type, "tmpfs") == 0 && !with_mode && data.count < 30 && before >= 0 && fstat(before, &status) == 0) {
		if (data.count)
			memcpy(items, data.items, data.count * sizeof(char *));
		snprintf(mode, sizeof(mode), "mode=%o", status.st_mode & 07777);
		items[data.count++] = mode;
		data.items = items;
	}
	char *with_label[64], label[512];
	if (spec->mount_label && *spec->mount_label && label_fits(mount->type) && data.count < 63) {
		if (data.count)
			memcpy(with_label, data.items, data.count * sizeof(char *));
		snprintf(label, sizeof(label), "context=%s", spec->mount_label);
		with_label[data.count++] = label;
		data.items = with_label;
	}
	/* Read only comes after what must be copied in has been copied. */
	uint64_t attributes = mount->set & ~(uint64_t)(mount->tmpcopyup ? MOUNT_ATTR_RDONLY : 0);
	AUTO_CLOSE int tree = new_or_bound(mount, &data, attributes, spec, e);
	if (tree < 0 || (mount->tmpcopyup && copy_up(target, tree, e) != 0))
		return -1;
	if (mount->tmpcopyup && mount_attributes(tree, false, mount->set, 0, 0, e) != 0)
		return -1;
	if (mount_attributes(tree, true, mount->recursive_set, mount->recursive_clear, 0, e) != 0)
		return -1;
	if (mount_attach(tree, target, e) != 0)
		return -1;
	return mount_attributes(tree, mount->recursive_propagation, 0, 0, mount->propagation, e);
}

static int dispatch(int root, const struct spec_mount *mount, const struct spec *spec, const struct cgroup *cgroup,
	struct error *e)
{
	if (mount->bind)
		return mount_bind(root, mount, e);
	if (check_proc_destination(mount, -1, e) != 0)
		return -1;
	if (strcmp(mount->type, "cgroup") != 0)
		return mount_file_system(root, mount, spec, e);
	AUTO_CLOSE int target = open_target(root, mount, true, e);
	return target < 0 ? -1 : mount_cgroups(root, target, mount, spec, cgroup, e);
}

int mount_entry(int root, const struct spec_mount *mount, const struct spec *spec, const struct cgroup *cgroup,
	struct error *e)
{
	return dispatch(root, mount, spec, cgroup, e) == 0 ? 0 : mount_error(mount, e);
}

int mount_error(const struct spec_mount *mount, struct error *e)
{
	return error_context(e, "error mounting \"%s\" to rootfs at \"%s\"", mount->source ? mount->source : mount->type,
		mount->destination);
}
