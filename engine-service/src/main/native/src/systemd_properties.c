#include "systemd_properties.h"

#include <stdlib.h>
#include <string.h>

#include "gvariant.h"
#include "io.h"

enum { SINCE_QUOTA_PERIOD = 242, SINCE_CPUSET = 244, SINCE_IDLE = 252, SINCE_OOM_POLICY = 253 };
enum { PER_SECOND = 1000000, HUNDREDTH = 10000, DEFAULT_PERIOD = 100000 };

void property_name(struct text *to, const char *name, const char *type)
{
	dbus_align(to, 8);
	dbus_string(to, name);
	dbus_signature(to, type);
}

void property_string(struct text *to, const char *name, const char *value)
{
	property_name(to, name, "s");
	dbus_string(to, value);
}

void property_bool(struct text *to, const char *name, bool value)
{
	property_name(to, name, "b");
	dbus_u32(to, value);
}

void property_number(struct text *to, const char *name, uint64_t value)
{
	property_name(to, name, "t");
	dbus_u64(to, value);
}

static bool nonzero(struct optional number) { return number.given && number.value != 0; }

/* Below zero is unlimited, and so are all bits to systemd. */
static void number_unless_zero(struct text *to, const char *name, struct optional number)
{
	if (nonzero(number))
		property_number(to, name, number.value < 0 ? UINT64_MAX : (uint64_t)number.value);
}

static uint64_t per_second(uint64_t quota, uint64_t period)
{
	const uint64_t largest = UINT64_MAX / HUNDREDTH * HUNDREDTH;
	uint64_t exact = quota > UINT64_MAX / PER_SECOND ? largest : quota * PER_SECOND / period;
	return exact >= largest ? largest : (exact + HUNDREDTH - 1) / HUNDREDTH * HUNDREDTH;
}

static uint64_t period_of(const struct spec_resources *r) { return nonzero(r->cpu_period) ? (uint64_t)r->cpu_period.value : DEFAULT_PERIOD; }

void quota_round(struct spec_resources *r)
{
	if (!r->cpu_quota.given || r->cpu_quota.value <= 0 || r->cpu_quota.value > INT64_MAX / PER_SECOND)
		return;
	uint64_t asked = (uint64_t)r->cpu_quota.value, share = per_second(asked, period_of(r));
	if (asked * PER_SECOND / period_of(r) != share)
		r->cpu_quota.value = (int64_t)(share * period_of(r) / PER_SECOND);
}

static void quota(struct text *to, const struct spec_resources *r, int version)
{
	if (nonzero(r->cpu_period) && version >= SINCE_QUOTA_PERIOD)
		property_number(to, "CPUQuotaPeriodUSec", (uint64_t)r->cpu_period.value);
	if (nonzero(r->cpu_quota) || nonzero(r->cpu_period))
		property_number(to, "CPUQuotaPerSecUSec", r->cpu_quota.given && r->cpu_quota.value > 0
			? per_second((uint64_t)r->cpu_quota.value, period_of(r)) : UINT64_MAX);
}

/* "0-3,7" as bits, the lowest number first. */
static int cpuset(struct text *to, const char *name, const char *text, struct error *e)
{
	struct spec_set set;
	if (!text || !*text)
		return 0;
	if (!set_parse(to->arena, text, &set) || set.bits == 0)
		return error_set(e, "linux.resources.cpu: \"%s\" is not a list of numbers that systemd could have as %s", text, name);
	property_name(to, name, "ay");
	struct dbus_array bytes = dbus_array_begin(to, 1);
	for (size_t first = 0; first < set.bits; first += 8) {
		uint8_t byte = 0;
		enum { WORD = 8 * sizeof(unsigned long) };
		byte = (uint8_t)(set.words[first / WORD] >> first % WORD);
		dbus_byte(to, byte);
	}
	dbus_array_end(to, bytes);
	return 0;
}

static void memory_v2(struct text *to, const struct spec_resources *r)
{
	struct optional swap = r->memory_swap;
	number_unless_zero(to, "MemoryMax", r->memory);
	number_unless_zero(to, "MemoryLow", r->memory_reservation);
	/* The spec's swap is memory and swap together. */
	if (nonzero(r->memory) && r->memory.value < 0 && !swap.given)
		swap = (struct optional){ true, -1 };
	if (nonzero(swap) && (swap.value < 0 || (nonzero(r->memory) && r->memory.value > 0 && swap.value >= r->memory.value)))
		property_number(to, "MemorySwapMax", swap.value < 0 ? UINT64_MAX : (uint64_t)(swap.value - r->memory.value));
}

static bool is_idle(const struct spec_resources *r, int version)
{
	bool idle = r->cpu_idle.given && r->cpu_idle.value == 1;
	for (size_t i = 0; i < r->unified.count; i += 2)
		idle = idle || (strcmp(r->unified.items[i], "cpu.idle") == 0 && strcmp(r->unified.items[i + 1], "1") == 0);
	return idle && version >= SINCE_IDLE;
}

static void cpu_v2(struct text *to, const struct spec_resources *r, int version)
{
	if (is_idle(r, version))
		property_number(to, "CPUWeight", 0);
	else if (nonzero(r->cpu_shares))
		property_number(to, "CPUWeight", (uint64_t)cgroup_v2_cpu_weight(r->cpu_shares.value));
	if (r->blkio_weight.given)
		property_number(to, "IOWeight", (uint64_t)cgroup_v2_io_weight(r->blkio_weight.value));
}

static const struct {
	const char *file, *property;
} plain[] = { { "cpu.weight", "CPUWeight" }, { "memory.high", "MemoryHigh" }, { "memory.low", "MemoryLow" },
	{ "memory.max", "MemoryMax" }, { "memory.min", "MemoryMin" }, { "memory.swap.max", "MemorySwapMax" }, { "pids.max", "TasksMax" } };

static int bad_value(const char *file, const char *value, struct error *e)
{
	return error_set(e, "linux.resources.unified: %s: systemd cannot have the value \"%s\"", file, value);
}

static int unified_quota(struct text *to, const char *value, int version, struct error *e)
{
	struct spec_resources r = { .cpu_quota = { true, -1 }, .cpu_period = { true, DEFAULT_PERIOD } };
	char *rest;
	if (strncmp(value, "max", 3) == 0)
		rest = (char *)value + 3;
	else
		r.cpu_quota.value = strtoll(value, &rest, 10);
	if (*rest)
		r.cpu_period.value = strtoll(rest, &rest, 10);
	if (*rest || rest == value || r.cpu_quota.value == 0 || r.cpu_period.value <= 0)
		return bad_value("cpu.max", value, e);
	quota(to, &r, version);
	return 0;
}

static int unified_number(struct text *to, const char *file, const char *property, const char *value, struct error *e)
{
	long long number = -1;
	if (strcmp(value, "max") != 0 && (!parse_number(value, 0, INT64_MAX, &number)))
		return bad_value(file, value, e);
	if (number == 0 && strcmp(property, "TasksMax") == 0)
		number = 1; /* systemd takes no zero here */
	property_number(to, property, number < 0 ? UINT64_MAX : (uint64_t)number);
	return 0;
}

static int unified_one(struct text *to, const char *file, const char *value, bool idle, int version, struct error *e)
{
	if (strcmp(file, "cpu.max") == 0)
		return unified_quota(to, value, version, e);
	if (strcmp(file, "cpuset.cpus") == 0 || strcmp(file, "cpuset.mems") == 0)
		return version < SINCE_CPUSET ? 0 : cpuset(to, file[7] == 'c' ? "AllowedCPUs" : "AllowedMemoryNodes", value, e);
	if (idle && strcmp(file, "cpu.weight") == 0)
		return 0;
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(file, plain[i].file) == 0)
			return unified_number(to, file, plain[i].property, value, e);
	/* A unit can be told so only when it is made, and later asks are refused. */
	if (strcmp(file, "memory.oom.group") == 0 && version >= SINCE_OOM_POLICY)
		property_string(to, "OOMPolicy", strcmp(value, "1") == 0 ? "kill" : "continue");
	return 0;
}

static int unified(struct text *to, const struct spec_resources *r, int version, struct error *e)
{
	for (size_t i = 0; i < r->unified.count; i += 2) {
		const char *value = r->unified.items[i + 1] + strspn(r->unified.items[i + 1], " \t\n");
		char *trimmed = arena_copy(to->arena, value, strlen(value));
		for (size_t length = strlen(trimmed); length && strchr(" \t\n", trimmed[length - 1]);)
			trimmed[--length] = '\0';
		if (unified_one(to, r->unified.items[i], trimmed, is_idle(r, version), version, e) != 0)
			return -1;
	}
	return 0;
}

int properties_of_resources(struct text *to, const struct spec_resources *r, bool v2, int version, struct error *e)
{
	if (v2) {
		memory_v2(to, r);
		cpu_v2(to, r, version);
	} else {
		number_unless_zero(to, "MemoryLimit", r->memory);
		number_unless_zero(to, "CPUShares", r->cpu_shares);
		number_unless_zero(to, "BlockIOWeight", r->blkio_weight);
	}
	quota(to, r, version);
	number_unless_zero(to, "TasksMax", r->pids);
	if (version >= SINCE_CPUSET && (cpuset(to, "AllowedCPUs", r->cpus, e) != 0 || cpuset(to, "AllowedMemoryNodes", r->mems, e) != 0))
		return -1;
	return v2 ? unified(to, r, version, e) : 0;
}

static int check_property(const char *name, struct error *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	if (strlen(name) < 3)
		return error_set(e, "too short");
	return name[strspn(name, letters)] ? error_set(e, "contains non-alphabetic character") : 0;
}

/* "TimeoutStopSec" of the documentation is "TimeoutStopUSec" here. */
static bool in_seconds(const char *name)
{
	size_t length = strlen(name);
	return length > 3 && strcmp(name + length - 3, "Sec") == 0 && name[length - 4] >= 'a' && name[length - 4] <= 'z';
}

int properties_of_annotations(struct text *to, const struct json *annotations, struct error *e)
{
	static const char prefix[] = "org.systemd.property.";
	for (const struct json *item = annotations ? annotations->child : NULL; item; item = item->next) {
		if (strncmp(item->key, prefix, sizeof(prefix) - 1) != 0)
			continue;
		const char *name = item->key + sizeof(prefix) - 1;
		if (check_property(name, e) != 0)
			return error_context(e, "annotation %s name incorrect", item->key);
		bool seconds = in_seconds(name);
		dbus_align(to, 8);
		dbus_string(to, seconds ? arena_print(to->arena, "%.*sUSec", (int)strlen(name) - 3, name) : name);
		if (gvariant_append(to, item->text, seconds, e) != 0)
			return error_context(e, "annotation %s=%s value parse error", item->key, item->text);
	}
	return 0;
}
