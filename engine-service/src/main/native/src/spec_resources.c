#include <string.h>

#include "spec.h"

struct optional read_optional(struct reader *r, const struct json *object, const char *where, const char *key)
{
	struct optional field = { false, 0 };
	const struct json *value = json_get(object, key);
	uint64_t wide;
	if (!value)
		return field;
	if (value->type == JSON_NUMBER && value->text[0] == '-') {
		field.given = read_int(r, object, where, key, &field.value);
	} else {
		field.given = read_uint(r, object, where, key, &wide);
		field.value = wide > INT64_MAX ? INT64_MAX : (int64_t)wide;
	}
	return field;
}

/* runc overlooks other letters, and configurations with some are about ("rwa"). */
static const char *letters_of_access(struct arena *arena, const char *access)
{
	char *letters = arena_copy(arena, access, strlen(access)), *to = letters;
	for (const char *from = access; *from; from++)
		if (strchr("rwm", *from) && to - letters < 3)
			*to++ = *from;
	*to = '\0';
	return letters;
}

static void parse_device_rules(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.devices";
	const struct json *list = read_array(r, resources, "linux.resources", "devices");
	to->devices = arena_array(r->arena, json_count(list), sizeof(*to->devices));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_device_rule *rule = &to->devices[to->device_count++];
		const char *type = read_string(r, item, where, "type");
		rule->allow = read_bool(r, item, where, "allow");
		rule->type = type && *type ? type[0] : 'a';
		rule->major = rule->minor = -1;
		read_int(r, item, where, "major", &rule->major);
		read_int(r, item, where, "minor", &rule->minor);
		rule->access = read_string(r, item, where, "access");
		if (!rule->access || !*rule->access)
			rule->access = "rwm";
		if ((type && strlen(type) > 1) || !strchr("abc", rule->type))
			error_set(r->error, "%s: the type %s is unknown", where, type);
		rule->access = letters_of_access(r->arena, rule->access);
		if (!*rule->access)
			error_set(r->error, "%s: the access must be made of r, w and m", where);
		if (rule->major < -1 || rule->minor < -1 || rule->major > UINT32_MAX || rule->minor > UINT32_MAX)
			error_set(r->error, "%s: major or minor is out of range", where);
	}
}

static void parse_memory(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.memory";
	const struct json *memory = read_object(r, resources, "linux.resources", "memory");
	to->memory = read_optional(r, memory, where, "limit");
	to->memory_swap = read_optional(r, memory, where, "swap");
	to->memory_reservation = read_optional(r, memory, where, "reservation");
	to->memory_swappiness = read_optional(r, memory, where, "swappiness");
	to->check_before_update = read_bool(r, memory, where, "checkBeforeUpdate");
	to->oom_kill_disable = read_bool(r, memory, where, "disableOOMKiller");
	/* kernel and kernelTCP are gone from newer kernels and ignored, as in runc. */
	if (to->memory_swappiness.given && (to->memory_swappiness.value < 0 || to->memory_swappiness.value > 100))
		error_set(r->error, "%s.swappiness must be between 0 and 100", where);
}

static void parse_cpu(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.cpu";
	const struct json *cpu = read_object(r, resources, "linux.resources", "cpu");
	to->cpu_shares = read_optional(r, cpu, where, "shares");
	to->cpu_quota = read_optional(r, cpu, where, "quota");
	to->cpu_period = read_optional(r, cpu, where, "period");
	to->cpu_burst = read_optional(r, cpu, where, "burst");
	to->rt_runtime = read_optional(r, cpu, where, "realtimeRuntime");
	to->rt_period = read_optional(r, cpu, where, "realtimePeriod");
	to->cpu_idle = read_optional(r, cpu, where, "idle");
	to->cpus = read_string(r, cpu, where, "cpus");
	to->mems = read_string(r, cpu, where, "mems");
}

static void parse_throttle(struct reader *r, const struct json *io, struct spec_resources *to, int kind)
{
	static const char *const keys[THROTTLE_KINDS] = { "throttleReadBpsDevice", "throttleWriteBpsDevice",
		"throttleReadIOPSDevice", "throttleWriteIOPSDevice" };
	const char *where = "linux.resources.blockIO";
	const struct json *list = read_array(r, io, where, keys[kind]);
	to->throttle[kind] = arena_array(r->arena, json_count(list), sizeof(struct spec_throttle));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_throttle *limit = &to->throttle[kind][to->throttle_count[kind]++];
		uint64_t major = 0, minor = 0;
		read_uint(r, item, where, "major", &major);
		read_uint(r, item, where, "minor", &minor);
		read_uint(r, item, where, "rate", &limit->rate);
		limit->major = (unsigned)major;
		limit->minor = (unsigned)minor;
	}
}

static void parse_block_io(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.blockIO";
	const struct json *io = read_object(r, resources, "linux.resources", "blockIO");
	to->blkio_weight = read_optional(r, io, where, "weight");
	if (to->blkio_weight.given && to->blkio_weight.value == 0)
		to->blkio_weight.given = false;
	to->blkio_leaf_weight = read_optional(r, io, where, "leafWeight");
	to->blkio_leaf_weight.given = to->blkio_leaf_weight.given && to->blkio_leaf_weight.value != 0;
	for (int kind = 0; kind < THROTTLE_KINDS; kind++)
		parse_throttle(r, io, to, kind);
}

void spec_parse_resources(struct reader *r, const struct json *resources, const char *where, struct spec_resources *to)
{
	parse_device_rules(r, resources, to);
	parse_memory(r, resources, to);
	parse_cpu(r, resources, to);
	parse_block_io(r, resources, to);
	to->pids = read_optional(r, read_object(r, resources, where, "pids"), "linux.resources.pids", "limit");
	to->unified = read_pairs(r, resources, where, "unified");
	for (size_t i = 0; i < to->unified.count; i += 2)
		if (strchr(to->unified.items[i], '/') || !strchr(to->unified.items[i], '.'))
			error_set(r->error, "%s.unified: %s is not the name of a cgroup file", where, to->unified.items[i]);
	spec_parse_named_limits(r, resources, to);
}
