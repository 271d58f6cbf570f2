#include <stdio.h>
#include <string.h>

#include "mount_names.h"
#include "spec.h"
#include "sys.h"

struct mount_option {
	const char *name;
	uint64_t set, clear;
};

static const struct mount_option attributes[] = {
	{ "async", 0, 0 },
	{ "atime", 0, MOUNT_ATTR__ATIME },
	{ "defaults", 0, 0 },
	{ "dev", 0, MOUNT_ATTR_NODEV },
	{ "diratime", 0, MOUNT_ATTR_NODIRATIME },
	{ "exec", 0, MOUNT_ATTR_NOEXEC },
	{ "loud", 0, 0 },
	{ "noatime", MOUNT_ATTR_NOATIME, MOUNT_ATTR__ATIME },
	{ "nodev", MOUNT_ATTR_NODEV, 0 },
	{ "nodiratime", MOUNT_ATTR_NODIRATIME, 0 },
	{ "noexec", MOUNT_ATTR_NOEXEC, 0 },
	{ "norelatime", 0, MOUNT_ATTR__ATIME },
	{ "nostrictatime", 0, MOUNT_ATTR__ATIME },
	{ "nosuid", MOUNT_ATTR_NOSUID, 0 },
	{ "nosymfollow", MOUNT_ATTR_NOSYMFOLLOW, 0 },
	{ "relatime", MOUNT_ATTR_RELATIME, MOUNT_ATTR__ATIME },
	{ "ro", MOUNT_ATTR_RDONLY, 0 },
	{ "rw", 0, MOUNT_ATTR_RDONLY },
	{ "silent", 0, 0 },
	{ "strictatime", MOUNT_ATTR_STRICTATIME, MOUNT_ATTR__ATIME },
	{ "suid", 0, MOUNT_ATTR_NOSUID },
	{ "symfollow", 0, MOUNT_ATTR_NOSYMFOLLOW },
};

enum { ATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]) };

/* Of the file system, not of the mount; the kernel knows the first ones by name. What is left of the
 * others does nothing any more. */
static const char *const of_file_system[] = { "dirsync", "lazytime", "mand", "nolazytime", "nomand", "sync" };
static const char *const without_effect[] = { "acl", "iversion", "noacl", "noiversion" };
enum { OF_FILE_SYSTEM = 6, WITHOUT_EFFECT = 4 };

static bool is_among(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

const char *mount_option_name(int index)
{
	static const char *const others[] = { "bind", "idmap", "private", "rbind", "ridmap", "rprivate", "rshared", "rslave",
		"runbindable", "shared", "slave", "tmpcopyup", "unbindable", NULL };
	static char recursive[24];
	if (index < ATTRIBUTES)
		return attributes[index].name;
	if ((index -= ATTRIBUTES) < ATTRIBUTES) {
		snprintf(recursive, sizeof(recursive), "r%s", attributes[index].name);
		return recursive;
	}
	if ((index -= ATTRIBUTES) < OF_FILE_SYSTEM)
		return of_file_system[index];
	if ((index -= OF_FILE_SYSTEM) < WITHOUT_EFFECT)
		return without_effect[index];
	return others[index - WITHOUT_EFFECT];
}

uint64_t propagation_of(const char *name)
{
	static const struct {
		const char *name;
		uint64_t flag;
	} kinds[] = { { "shared", MS_SHARED }, { "slave", MS_SLAVE }, { "private", MS_PRIVATE },
		{ "unbindable", MS_UNBINDABLE } };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(name, kinds[i].name) == 0)
			return kinds[i].flag;
		if (name[0] == 'r' && strcmp(name + 1, kinds[i].name) == 0)
			return kinds[i].flag | MS_REC;
	}
	return 0;
}

static const struct mount_option *find_attribute(const char *name)
{
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (strcmp(attributes[i].name, name) == 0)
			return &attributes[i];
	return NULL;
}

static void apply(uint64_t *set, uint64_t *clear, const struct mount_option *option)
{
	*set = (*set & ~option->clear) | option->set;
	*clear = (*clear & ~option->set) | option->clear;
}

static void parse_option(struct reader *r, struct spec_mount *mount, char *option)
{
	const struct mount_option *found = find_attribute(option);
	uint64_t propagation = propagation_of(option);
	if (found) {
		apply(&mount->set, &mount->clear, found);
		mount->flagged = mount->flagged || found->set || found->clear;
	}
	/* "rro", "rnosuid": the same, for the whole tree. "relatime" was found above. */
	else if (option[0] == 'r' && (found = find_attribute(option + 1)))
		apply(&mount->recursive_set, &mount->recursive_clear, found);
	else if (propagation) {
		mount->propagation = propagation & ~(uint64_t)MS_REC;
		mount->recursive_propagation = propagation & MS_REC;
	} else if (strcmp(option, "bind") == 0)
		mount->bind = true;
	else if (strcmp(option, "rbind") == 0)
		mount->bind = mount->recursive_bind = true;
	else if (strcmp(option, "tmpcopyup") == 0)
		mount->tmpcopyup = true;
	else if (strcmp(option, "idmap") == 0)
		mount->idmap = true;
	else if (strcmp(option, "ridmap") == 0)
		mount->idmap = mount->recursive_idmap = true;
	else if (is_among(without_effect, WITHOUT_EFFECT, option)
		|| (mount->bind && is_among(of_file_system, OF_FILE_SYSTEM, option)))
		return;
	else if (strcmp(option, "remount") == 0)
		error_set(r->error, "mounts: the option %s of %s is not supported", option, mount->destination);
	else
		mount->data.items[mount->data.count++] = option;
}

/* Settings of a file system mean nothing for a bind mount; mount(8), runc and crun overlook "mode=755" there.
 * A word that stands alone is more likely a mistake. */
static void overlook_data(struct reader *r, struct spec_mount *mount)
{
	for (size_t i = 0; i < mount->data.count; i++)
		if (!strchr(mount->data.items[i], '='))
			error_set(r->error, "mounts: the option %s means nothing for the bind mount on %s", mount->data.items[i],
				mount->destination);
	mount->data.count = 0;
}

static void check_mount(struct reader *r, struct spec_mount *mount)
{
	if (!mount->destination || !*mount->destination) {
		error_set(r->error, "mounts: a destination is missing");
		return;
	}
	/* Older specs allow a relative destination; it stands for one below the root. */
	if (mount->destination[0] != '/')
		mount->destination = arena_print(r->arena, "/%s", mount->destination);
	if (mount->bind && !mount->source)
		error_set(r->error, "mounts: the source of the bind mount on %s is missing", mount->destination);
	if (mount->bind)
		overlook_data(r, mount);
	if (mount->idmap && !mount->bind)
		error_set(r->error, "mounts: the id-mapped mount on %s must be a bind mount", mount->destination);
	if (!mount->uid_map.count != !mount->gid_map.count)
		error_set(r->error, "mounts: uidMappings and gidMappings of %s must come together", mount->destination);
	if (!mount->bind && !mount->type)
		error_set(r->error, "mounts: the type of the mount on %s is missing", mount->destination);
	if (mount->tmpcopyup && (!mount->type || strcmp(mount->type, "tmpfs") != 0))
		error_set(r->error, "mounts: tmpcopyup is for tmpfs only, not for %s", mount->destination);
}

static void parse_mount(struct reader *r, const struct json *json, const char *bundle, struct spec_mount *mount)
{
	mount->destination = read_string(r, json, "mounts", "destination");
	mount->type = read_string(r, json, "mounts", "type");
	mount->source = read_string(r, json, "mounts", "source");
	mount->tree = mount->mapping = -1;
	mount->uid_map = read_mappings(r, json, "mounts", "uidMappings");
	mount->gid_map = read_mappings(r, json, "mounts", "gidMappings");
	mount->idmap = mount->uid_map.count || mount->gid_map.count;
	struct strings options = read_strings(r, json, "mounts", "options");
	mount->data.items = arena_array(r->arena, options.count + 1, sizeof(char *));
	mount->bind = mount->type && strcmp(mount->type, "bind") == 0;
	for (size_t i = 0; i < options.count; i++)
		parse_option(r, mount, options.items[i]);
	if (mount->bind && mount->source && mount->source[0] != '/')
		mount->source = arena_print(r->arena, "%s/%s", bundle, mount->source);
	check_mount(r, mount);
}

/* As with mount(8)'s remount: a bind mount that names some of its flags has exactly those, one that names none keeps those of
 * its source. Who sees the source from a user namespace could not take its limits away. How times are kept is apart. */
void spec_finish_mounts(struct spec *spec)
{
	const uint64_t limits = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
	for (size_t i = 0; i < spec->mount_count; i++) {
		struct spec_mount *mount = &spec->mounts[i];
		if (mount->bind && mount->flagged)
			mount->clear |= (MOUNT_ATTR_NOSYMFOLLOW | (spec->namespaces[NS_USER].wanted ? 0 : limits)) & ~mount->set;
	}
}

/* Some write where a mount is on the host; below the root it is meant. */
static void strip_rootfs(const char *rootfs, struct spec_mount *mount)
{
	size_t length = rootfs ? strlen(rootfs) : 0;
	while (length > 1 && rootfs[length - 1] == '/')
		length--;
	if (length > 1 && mount->destination && strncmp(mount->destination, rootfs, length) == 0 && mount->destination[length] == '/')
		mount->destination += length;
}

void spec_parse_mounts(struct reader *r, const struct json *config, const char *bundle, struct spec *spec)
{
	const struct json *list = read_array(r, config, "", "mounts");
	spec->mounts = arena_array(r->arena, json_count(list), sizeof(*spec->mounts));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_mount *mount = &spec->mounts[spec->mount_count++];
		parse_mount(r, item, bundle, mount);
		strip_rootfs(spec->rootfs, mount);
	}
}
