#include "devices.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "io.h"
#include "mounts.h"
#include "safe_path.h"
#include "sys.h"

static const struct spec_device defaults[] = {
	{ "/dev/null", S_IFCHR, 1, 3, 0666, 0, 0, -1 },
	{ "/dev/zero", S_IFCHR, 1, 5, 0666, 0, 0, -1 },
	{ "/dev/full", S_IFCHR, 1, 7, 0666, 0, 0, -1 },
	{ "/dev/random", S_IFCHR, 1, 8, 0666, 0, 0, -1 },
	{ "/dev/urandom", S_IFCHR, 1, 9, 0666, 0, 0, -1 },
	{ "/dev/tty", S_IFCHR, 5, 0, 0666, 0, 0, -1 },
};

bool devices_are_ours(const struct spec *spec)
{
	for (size_t i = 0; i < spec->mount_count; i++)
		if (spec->mounts[i].bind && (strcmp(spec->mounts[i].destination, "/dev") == 0
			|| strcmp(spec->mounts[i].destination, "/dev/") == 0))
			return false;
	return true;
}

static bool is_device(const struct stat *status, const struct spec_device *device)
{
	return (status->st_mode & S_IFMT) == device->type
		&& (device->type == S_IFIFO || status->st_rdev == makedev(device->major, device->minor));
}

/* The host's of the same name, provided it is what it claims to be. */
static int open_on_host(const struct spec_device *device, struct error *e)
{
	struct stat status;
	int source = open(device->path, O_PATH | O_CLOEXEC | O_NOFOLLOW);
	if (source < 0 || fstat(source, &status) != 0)
		error_errno(e, "open the host's %s", device->path);
	else if (!is_device(&status, device))
		error_set(e, "the host's %s is not the device %u:%u", device->path, device->major, device->minor);
	if (failed(e))
		close_fd(&source);
	return source;
}

/* In a file system of its own, of which the container gets this file alone (Linux 6.15). */
static int make_outside(int place, size_t number, const struct spec_device *device, const struct spec *spec, struct error *e)
{
	char name[24];
	uint32_t uid, gid;
	snprintf(name, sizeof(name), "%zu", number);
	if (!mapping_find(&spec->uid_map, device->uid, &uid) || !mapping_find(&spec->gid_map, device->gid, &gid))
		return error_set(e, "linux.devices: the owner of %s is not mapped", device->path);
	if (mknodat(place, name, device->type | device->mode, makedev(device->major, device->minor)) != 0
		|| fchmodat(place, name, device->mode, 0) != 0 || fchownat(place, name, uid, gid, AT_SYMLINK_NOFOLLOW) != 0)
		return error_errno(e, "create %s", device->path);
	AUTO_CLOSE int node = openat(place, name, O_PATH | O_CLOEXEC | O_NOFOLLOW);
	return node < 0 ? error_errno(e, "open %s", device->path) : mount_copy(node, false, e);
}

void devices_prepare(struct spec *spec)
{
	struct error e = { 0 };
	AUTO_CLOSE int place = -1;
	for (size_t i = 0; i < spec->device_count && !failed(&e); i++) {
		struct spec_device *device = &spec->devices[i];
		AUTO_CLOSE int host = open_on_host(device, &(struct error){ 0 });
		if (host >= 0 && device->uid == 0 && device->gid == 0)
			continue;
		if (place < 0)
			place = mount_new("tmpfs", "devices", NULL, 0, &e);
		if (place >= 0)
			device->tree = make_outside(place, i, device, spec, &e);
	}
}

/* Where nodes cannot be made, the host's is bound, or what the parent has made. */
static int bind_from_host(int root, const struct spec_device *device, struct error *e)
{
	AUTO_CLOSE int source = device->tree >= 0 ? -1 : open_on_host(device, e);
	if (failed(e))
		return -1;
	AUTO_CLOSE int tree = device->tree >= 0 ? fcntl(device->tree, F_DUPFD_CLOEXEC, 3) : mount_copy(source, false, e);
	if (tree >= 0 && mount_attributes(tree, false, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, 0, 0, e) != 0)
		return -1;
	AUTO_CLOSE int target = tree >= 0 ? make_mount_point(root, device->path, false, e) : -1;
	return target < 0 ? -1 : mount_attach(tree, target, e);
}

/* The node is made by name in a directory held open, then looked at again without following links:
 * what an image put there beforehand is not taken for a device (CVE-2026-41579). */
static int make_in(int root, int parent, const char *name, const struct spec_device *device, struct error *e)
{
	struct stat status;
	bool made = mknodat(parent, name, device->type | device->mode, makedev(device->major, device->minor)) == 0;
	if (!made && errno == EPERM)
		return bind_from_host(root, device, e);
	if (!made && errno != EEXIST)
		return error_errno(e, "create %s", device->path);
	if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return error_errno(e, "look at %s", device->path);
	if (!is_device(&status, device))
		return error_set(e, "%s exists and is something else than the device %u:%u", device->path, device->major,
			device->minor);
	if (made && (device->uid || device->gid)
		&& fchownat(parent, name, device->uid, device->gid, AT_SYMLINK_NOFOLLOW) != 0)
		return error_errno(e, "change the owner of %s", device->path);
	return 0;
}

static int make_device(int root, int dev, const struct spec_device *device, struct error *e)
{
	const char *name = strrchr(device->path, '/') + 1;
	if (!*name || strcmp(name, "..") == 0 || strcmp(name, ".") == 0)
		return error_set(e, "linux.devices: %s is not a usable path", device->path);
	if (strncmp(device->path, "/dev/", 5) == 0 && device->path + 5 == name)
		return make_in(root, dev, name, device, e);
	char parent[4096];
	size_t length = (size_t)(name - device->path);
	if (length >= sizeof(parent))
		return error_set(e, "linux.devices: a path is too long");
	memcpy(parent, device->path, length);
	parent[length] = '\0';
	AUTO_CLOSE int fd = make_directories(root, parent, 0755, e);
	return fd < 0 ? -1 : make_in(root, fd, name, device, e);
}

static bool overridden(const struct spec *spec, const char *path)
{
	for (size_t i = 0; i < spec->device_count; i++)
		if (strcmp(spec->devices[i].path, path) == 0)
			return true;
	return false;
}

static int make_links(int dev, struct error *e)
{
	static const char *const links[][2] = { { "/proc/self/fd", "fd" }, { "/proc/self/fd/0", "stdin" },
		{ "/proc/self/fd/1", "stdout" }, { "/proc/self/fd/2", "stderr" } };
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (symlinkat(links[i][0], dev, links[i][1]) != 0 && errno != EEXIST)
			return error_errno(e, "create /dev/%s", links[i][1]);
	/* An image may bring a ptmx of its own, which would be the host's pty device. */
	if (unlinkat(dev, "ptmx", 0) != 0 && errno != ENOENT)
		return error_errno(e, "remove the image's /dev/ptmx");
	if (symlinkat("pts/ptmx", dev, "ptmx") != 0)
		return error_errno(e, "create /dev/ptmx");
	return 0;
}

/* No link may stand for /dev: the nodes would be made, and links replaced, wherever the image's link leads
 * (CVE-2026-41579). */
static int open_dev(int root, struct error *e)
{
	int dev = open_in_root_no_links(root, "/dev", O_PATH | O_DIRECTORY);
	return dev >= 0 ? dev : error_errno(e, "/dev must be a directory and no symbolic link");
}

int devices_make(int root, const struct spec *spec, struct error *e)
{
	AUTO_CLOSE int made = make_directories(root, "/dev", 0755, e);
	if (made < 0)
		return -1;
	AUTO_CLOSE int dev = open_dev(root, e);
	if (dev < 0)
		return -1;
	for (size_t i = 0; i < sizeof(defaults) / sizeof(defaults[0]); i++)
		if (!overridden(spec, defaults[i].path) && make_device(root, dev, &defaults[i], e) != 0)
			return -1;
	for (size_t i = 0; i < spec->device_count; i++)
		if (make_device(root, dev, &spec->devices[i], e) != 0)
			return -1;
	return make_links(dev, e);
}
