/* The part of linux that is about user and time namespaces: which ids stand for which, and what the
 * clocks show. */
#include <string.h>

#include "spec.h"

static uint32_t read_number(struct reader *r, const struct json *item, const char *where, const char *key)
{
	uint64_t wide = 0;
	if (!read_uint(r, item, where, key, &wide))
		error_set(r->error, "%s: %s is missing", where, key);
	if (wide > UINT32_MAX)
		error_set(r->error, "%s.%s: %llu is above 4294967295", where, key, (unsigned long long)wide);
	return (uint32_t)wide;
}

struct spec_mappings read_mappings(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *list = read_array(r, object, where, key);
	struct spec_mappings map = { arena_array(r->arena, json_count(list), sizeof(struct spec_mapping)), 0 };
	if (!list)
		return map;
	const char *name = arena_print(r->arena, "%s.%s", where, key);
	for (const struct json *item = list->child; item; item = item->next) {
		struct spec_mapping *to = &map.items[map.count++];
		to->container = read_number(r, item, name, "containerID");
		to->host = read_number(r, item, name, "hostID");
		to->size = read_number(r, item, name, "size");
		if (to->size == 0)
			error_set(r->error, "%s: a size must be above 0", name);
		/* (uid_t)-1 is no id. */
		if ((uint64_t)to->container + to->size > UINT32_MAX || (uint64_t)to->host + to->size > UINT32_MAX)
			error_set(r->error, "%s: %u ids from %u or %u on go beyond 4294967294", name, to->size, to->container, to->host);
	}
	if (map.count > MAX_MAPPINGS)
		error_set(r->error, "%s: more than %d mappings", name, MAX_MAPPINGS);
	return map;
}

bool mapping_find(const struct spec_mappings *map, uint32_t id, uint32_t *outside)
{
	for (size_t i = 0; i < map->count; i++)
		if (id >= map->items[i].container && id - map->items[i].container < map->items[i].size) {
			*outside = map->items[i].host + (id - map->items[i].container);
			return true;
		}
	return false;
}

static void check_mapped(struct reader *r, const struct spec_mappings *map, uint32_t id, const char *field, const char *key)
{
	uint32_t outside;
	if (!mapping_find(map, id, &outside))
		error_set(r->error, "%s: %u is not mapped by linux.%s", field, id, key);
}

static void check_process(struct reader *r, const struct spec *spec)
{
	check_mapped(r, &spec->uid_map, spec->process.uid, "process.user.uid", "uidMappings");
	check_mapped(r, &spec->gid_map, spec->process.gid, "process.user.gid", "gidMappings");
	for (size_t i = 0; i < spec->process.group_count; i++)
		check_mapped(r, &spec->gid_map, spec->process.groups[i], "process.user.additionalGids", "gidMappings");
}

static void parse_mappings(struct reader *r, const struct json *linux_, struct spec *spec)
{
	spec->uid_map = read_mappings(r, linux_, "linux", "uidMappings");
	spec->gid_map = read_mappings(r, linux_, "linux", "gidMappings");
	if (!spec->namespaces[NS_USER].wanted && (spec->uid_map.count || spec->gid_map.count))
		error_set(r->error, "linux.%s: there is no user namespace in linux.namespaces",
			spec->uid_map.count ? "uidMappings" : "gidMappings");
	bool known = spec->uid_map.count && spec->gid_map.count; /* of a namespace by path they may be left out */
	if (!(known ? spec->namespaces[NS_USER].wanted : spec_new_namespace(spec, NS_USER)) || failed(r->error))
		return;
	if (!known)
		error_set(r->error, "linux.%s: a new user namespace needs mappings",
			spec->uid_map.count ? "gidMappings" : "uidMappings");
	/* Everything is set up by the container's root. */
	check_mapped(r, &spec->uid_map, 0, "root of the container", "uidMappings");
	check_mapped(r, &spec->gid_map, 0, "root of the container", "gidMappings");
	if (spec->process_given)
		check_process(r, spec);
}

static const char *const clocks[CLOCK_OFFSETS] = { [CLOCK_OF_MONOTONIC] = "monotonic", [CLOCK_OF_BOOTTIME] = "boottime" };

const char *time_offset_clock(int index) { return clocks[index]; }

static void parse_offset(struct reader *r, const struct json *item, struct spec *spec)
{
	for (int i = 0; i < CLOCK_OFFSETS; i++) {
		struct spec_time_offset *to = &spec->time_offsets[i];
		uint64_t nanoseconds = 0;
		if (strcmp(item->key, clocks[i]) != 0)
			continue;
		to->given = true;
		if (item->type != JSON_OBJECT)
			error_set(r->error, "linux.timeOffsets.%s must be an object", item->key);
		read_int(r, item, "linux.timeOffsets", "secs", &to->seconds);
		read_uint(r, item, "linux.timeOffsets", "nanosecs", &nanoseconds);
		if (nanoseconds > 999999999)
			error_set(r->error, "linux.timeOffsets.%s.nanosecs must be below a second", item->key);
		to->nanoseconds = (uint32_t)nanoseconds;
		return;
	}
	error_set(r->error, "linux.timeOffsets: the clock %s has no offset, monotonic and boottime have", item->key);
}

static void parse_time_offsets(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *map = read_object(r, linux_, "linux", "timeOffsets");
	for (const struct json *item = map ? map->child : NULL; item; item = item->next)
		parse_offset(r, item, spec);
	if (map && map->child && !spec_new_namespace(spec, NS_TIME))
		error_set(r->error, "linux.timeOffsets: there is no new time namespace in linux.namespaces");
}

void spec_parse_ids(struct reader *r, const struct json *linux_, struct spec *spec)
{
	spec->root_tree = -1;
	parse_mappings(r, linux_, spec);
	parse_time_offsets(r, linux_, spec);
	for (size_t i = 0; i < spec->mount_count; i++)
		if (spec->mounts[i].idmap && !spec->mounts[i].uid_map.count && !spec->namespaces[NS_USER].wanted)
			error_set(r->error, "mounts: the option idmap of %s needs uidMappings and gidMappings, or a user namespace",
				spec->mounts[i].destination);
}
