/* /sys/fs/cgroup of a container: on v2 its own group, on v1 a tmpfs with one mount a hierarchy. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "mounts.h"
#include "sys.h"

/* Inside a cgroup namespace a fresh mount shows the container's group as the root. Without one, the
 * group's own directory is bound, so that the container does not see the host's (CVE-2023-25809). */
static int hierarchy_mount(const struct hierarchy *h, const char *path, bool v2, bool own_namespace, uint64_t attributes, struct error *e)
{
	char option[256];
	char *items[2] = { option, NULL };
	struct strings data = { items, 0 };
	struct error first = { 0 };
	if (own_namespace) {
		int copied = v2 ? 0 : snprintf(option, sizeof(option), "%s", h->controllers);
		data.count = v2 ? 0 : 1;
		/* "cpu,cpuacct" is two flags. */
		char *comma = copied > 0 && strncmp(option, "name=", 5) != 0 ? strchr(option, ',') : NULL;
		char *pair[3] = { option, comma ? comma + 1 : NULL, NULL };
		if (comma) {
			*comma = '\0';
			data = (struct strings){ pair, 2 };
		}
		int fresh = mount_new(v2 ? "cgroup2" : "cgroup", "cgroup", &data, attributes, &first);
		if (fresh >= 0)
			return fresh;
	}
	AUTO_CLOSE int group = cgroup_reopen(h, path);
	if (group < 0)
		return error_errno(e, "open the cgroup %s", path);
	int tree = mount_copy(group, false, e);
	if (tree >= 0 && mount_attributes(tree, false, attributes, 0, 0, e) != 0)
		close_fd(&tree);
	return tree;
}

static int attach_hierarchy(int directory, const struct hierarchy *h, const char *path, bool own_namespace, uint64_t attributes,
	struct error *e)
{
	if (mkdirat(directory, h->directory, 0755) != 0 && errno != EEXIST)
		return error_errno(e, "create %s", h->directory);
	AUTO_CLOSE int target = openat(directory, h->directory, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	AUTO_CLOSE int tree = hierarchy_mount(h, path, !*h->controllers, own_namespace, attributes, e);
	if (tree < 0 || mount_attach(tree, target, e) != 0)
		return error_context(e, "the hierarchy %s", h->controllers);
	/* "cpu" beside "cpu,cpuacct", as every distribution has it. */
	for (const char *at = strchr(h->directory, ',') ? h->directory : NULL; at; at = strchr(at, ',')) {
		char name[64];
		at += *at == ',';
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(at, ","), at);
		if (symlinkat(h->directory, directory, name) != 0 && errno != EEXIST)
			return error_errno(e, "link %s", name);
	}
	return 0;
}

static bool none_is_ours(const struct cgroup *cgroup)
{
	for (size_t i = 0; i < cgroup->count; i++)
		if (!cgroup->hierarchies[i].denied)
			return false;
	return true;
}

/* An ordinary user's container stays in that user's cgroups, which it must not be able to change
 * (CVE-2023-25809). */
static int bind_from_host(int target, uint64_t attributes, struct error *e)
{
	AUTO_CLOSE int source = open("/sys/fs/cgroup", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (source < 0)
		return error_errno(e, "open /sys/fs/cgroup");
	AUTO_CLOSE int tree = mount_copy(source, true, e);
	attributes = (attributes & ~(uint64_t)MOUNT_ATTR__ATIME) | MOUNT_ATTR_RDONLY;
	if (tree < 0 || mount_attributes(tree, true, attributes, 0, 0, e) != 0)
		return -1;
	return mount_attach(tree, target, e);
}

int mount_cgroups(int root, int target, const struct spec_mount *mount, const struct spec *spec,
	const struct cgroup *cgroup, struct error *e)
{
	(void)root;
	bool own_namespace = spec_new_namespace(spec, NS_CGROUP);
	uint64_t attributes = mount->set;
	if (!own_namespace && none_is_ours(cgroup))
		return bind_from_host(target, attributes, e);
	if (cgroup->v2) {
		AUTO_CLOSE int tree = hierarchy_mount(&cgroup->hierarchies[0], cgroup->path, true, own_namespace, attributes, e);
		return tree < 0 || mount_attach(tree, target, e) != 0 ? -1 : 0;
	}
	char *mode[] = { (char *)"mode=755", NULL };
	struct strings data = { mode, 1 };
	AUTO_CLOSE int tmpfs = mount_new("tmpfs", "tmpfs", &data, attributes & ~(uint64_t)MOUNT_ATTR_RDONLY, e);
	if (tmpfs < 0 || mount_attach(tmpfs, target, e) != 0)
		return -1;
	for (size_t i = 0; i < cgroup->count; i++)
		if (*cgroup->hierarchies[i].controllers && (cgroup->hierarchies[i].group >= 0 || (own_namespace && cgroup->hierarchies[i].denied))
			&& attach_hierarchy(tmpfs, &cgroup->hierarchies[i], cgroup->path, own_namespace, attributes, e) != 0)
			return -1;
	return mount_attributes(tmpfs, false, attributes & MOUNT_ATTR_RDONLY, 0, 0, e);
}
