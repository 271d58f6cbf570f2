/* The parts of linux that need something special of the host: memory nodes, network devices, Intel's
 * resource director, security modules, another personality. */
#include <ctype.h>
#include <linux/mempolicy.h>
#include <string.h>
#include <sys/personality.h>

#include "spec.h"

static void parse_personality(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *json = read_object(r, linux_, "linux", "personality");
	if (!json)
		return;
	const char *domain = read_string(r, json, "linux.personality", "domain");
	struct strings flags = read_strings(r, json, "linux.personality", "flags");
	spec->personality_given = true;
	if (domain && strcmp(domain, "LINUX32") == 0)
		spec->personality = PER_LINUX32;
	else if (!domain || strcmp(domain, "LINUX") != 0)
		error_set(r->error, "linux.personality.domain must be LINUX or LINUX32, not %s", domain ? domain : "(none)");
	if (flags.count)
		error_set(r->error, "linux.personality.flags: %s is not supported", flags.items[0]);
}

enum { WEIGHTED_INTERLEAVE = 6 }; /* younger than the headers */
enum { NO_NODES, SOME_NODES, ANY_NODES };
static const struct {
	const char *name;
	int mode, nodes;
} modes[] = { { "MPOL_BIND", MPOL_BIND, SOME_NODES }, { "MPOL_DEFAULT", MPOL_DEFAULT, NO_NODES },
	{ "MPOL_INTERLEAVE", MPOL_INTERLEAVE, SOME_NODES }, { "MPOL_LOCAL", MPOL_LOCAL, NO_NODES },
	{ "MPOL_PREFERRED", MPOL_PREFERRED, ANY_NODES }, { "MPOL_PREFERRED_MANY", MPOL_PREFERRED_MANY, SOME_NODES },
	{ "MPOL_WEIGHTED_INTERLEAVE", WEIGHTED_INTERLEAVE, SOME_NODES } };
static const struct {
	const char *name;
	int flag;
} mode_flags[] = { { "MPOL_F_NUMA_BALANCING", MPOL_F_NUMA_BALANCING }, { "MPOL_F_RELATIVE_NODES", MPOL_F_RELATIVE_NODES },
	{ "MPOL_F_STATIC_NODES", MPOL_F_STATIC_NODES } };
enum { MODES = sizeof(modes) / sizeof(modes[0]), MODE_FLAGS = sizeof(mode_flags) / sizeof(mode_flags[0]) };

const char *memory_policy_mode(int index) { return index < MODES ? modes[index].name : NULL; }
const char *memory_policy_flag(int index) { return index < MODE_FLAGS ? mode_flags[index].name : NULL; }

static size_t set_count(const struct spec_set *set)
{
	size_t count = 0;
	for (size_t i = 0; set->text && i < MAX_SET / (8 * sizeof(long)); i++)
		count += (size_t)__builtin_popcountl(set->words[i]);
	return count;
}

static int find_mode(struct reader *r, const struct json *json, size_t nodes)
{
	bool with_nodes = nodes != 0;
	const char *name = read_string(r, json, "linux.memoryPolicy", "mode");
	for (int i = 0; name && i < MODES; i++) {
		if (strcmp(modes[i].name, name) != 0)
			continue;
		if ((modes[i].nodes == NO_NODES && with_nodes) || (modes[i].nodes == SOME_NODES && !with_nodes))
			error_set(r->error, "linux.memoryPolicy.nodes: %s: mode requires %s nodes but got %zu", name, with_nodes ? "0" : "some",
				nodes);
		return modes[i].mode;
	}
	error_set(r->error, "linux.memoryPolicy.mode: invalid memory policy mode: %s is unknown", name ? name : "(none)");
	return 0;
}

static void parse_memory_policy(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *json = read_object(r, linux_, "linux", "memoryPolicy");
	struct spec_memory_policy *to = &spec->memory_policy;
	if (!json)
		return;
	const char *nodes = read_string(r, json, "linux.memoryPolicy", "nodes");
	struct strings flags = read_strings(r, json, "linux.memoryPolicy", "flags");
	to->given = true;
	if (nodes && *nodes && !set_parse(r->arena, nodes, &to->nodes))
		error_set(r->error, "linux.memoryPolicy.nodes: invalid memory policy nodes: \"%s\" is not a list of nodes", nodes);
	to->mode = find_mode(r, json, set_count(&to->nodes));
	for (size_t i = 0; i < flags.count; i++) {
		int j = 0;
		while (j < MODE_FLAGS && strcmp(mode_flags[j].name, flags.items[i]) != 0)
			j++;
		if (j == MODE_FLAGS)
			error_set(r->error, "linux.memoryPolicy.flags: invalid memory policy flag: %s is unknown", flags.items[i]);
		else
			to->mode |= mode_flags[j].flag;
	}
}

/* As the kernel has it; "%d" in the new name is its to fill in. */
static bool good_device_name(const char *name)
{
	size_t length = strlen(name);
	if (length == 0 || length > 15 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	for (; *name; name++)
		if (*name == '/' || *name == ':' || isspace((unsigned char)*name))
			return false;
	return true;
}

static void parse_net_devices(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *map = read_object(r, linux_, "linux", "netDevices");
	spec->net_devices = arena_array(r->arena, json_count(map), sizeof(*spec->net_devices));
	for (const struct json *item = map ? map->child : NULL; item; item = item->next) {
		struct spec_net_device *device = &spec->net_devices[spec->net_device_count++];
		if (item->type != JSON_OBJECT && item->type != JSON_NULL)
			error_set(r->error, "linux.netDevices.%s must be an object", item->key);
		const char *name = read_string(r, item, "linux.netDevices", "name");
		*device = (struct spec_net_device){ item->key, name && *name ? name : item->key };
		if (!good_device_name(device->name) || !good_device_name(device->new_name))
			error_set(r->error, "linux.netDevices: \"%s\" is not the name of a device",
				good_device_name(device->name) ? device->new_name : device->name);
	}
	if (spec->net_device_count && !spec->namespaces[NS_NETWORK].wanted)
		error_set(r->error, "linux.netDevices: there is no network namespace in linux.namespaces");
}

static const char *one_line(struct reader *r, const struct json *json, const char *key, const char *prefix)
{
	const char *line = read_string(r, json, "linux.intelRdt", key);
	if (line && (strchr(line, '\n') || strncmp(line, prefix, strlen(prefix)) != 0))
		error_set(r->error, "linux.intelRdt.%s must be one line that begins with \"%s\"", key, prefix);
	return line && *line ? line : NULL;
}

static void parse_rdt(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *json = read_object(r, linux_, "linux", "intelRdt");
	struct spec_rdt *to = &spec->rdt;
	if (!json)
		return;
	to->given = true;
	to->group = one_line(r, json, "closID", "");
	to->l3 = one_line(r, json, "l3CacheSchema", "");
	to->bandwidth = one_line(r, json, "memBwSchema", "MB:");
	to->schemata = read_strings(r, json, "linux.intelRdt", "schemata");
	to->monitoring = read_bool(r, json, "linux.intelRdt", "enableMonitoring");
	if (to->group && strcmp(to->group, "/") != 0 && (strchr(to->group, '/') || to->group[0] == '.'))
		error_set(r->error, "linux.intelRdt.closID: %s is not the name of a group", to->group);
	for (size_t i = 0; i < to->schemata.count; i++)
		if (strchr(to->schemata.items[i], '\n'))
			error_set(r->error, "linux.intelRdt.schemata must be one line each");
}

void spec_parse_host_parts(struct reader *r, const struct json *linux_, struct spec *spec)
{
	parse_personality(r, linux_, spec);
	parse_memory_policy(r, linux_, spec);
	parse_net_devices(r, linux_, spec);
	parse_rdt(r, linux_, spec);
	spec->mount_label = read_string(r, linux_, "linux", "mountLabel");
}
