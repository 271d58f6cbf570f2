/* Names of units, and limits, device rules and annotations as their properties. */
#include "systemd_properties.h"
#include "systemd_unit.h"
#include "unit.h"

static void named(const char *path, bool user, const char *expected)
{
	struct unit unit;
	struct error e = { 0 };
	const char *is = unit_parse(&unit, &arena, path, "id", user, &e) != 0 ? e.text
		: arena_print(&arena, "%s in %s at %s%s", unit.name, unit.slice, unit.path, unit.is_slice ? " (slice)" : "");
	CHECK_TEXT(is, expected);
}

static void names_units(void)
{
	named("machine.slice:libpod:abc", false, "libpod-abc.scope in machine.slice at /machine.slice/libpod-abc.scope");
	named("a-b-c.slice:p:n", false, "p-n.scope in a-b-c.slice at /a.slice/a-b.slice/a-b-c.slice/p-n.scope");
	named(NULL, false, "runc-id.scope in system.slice at /system.slice/runc-id.scope");
	named("", true, "runc-id.scope in user.slice at /user.slice/runc-id.scope");
	named("::n", false, "-n.scope in system.slice at /system.slice/-n.scope");
	named("-:p:n", false, "p-n.scope in -.slice at /p-n.scope");
	named("-.slice:p:n", false, "p-n.scope in -.slice at /p-n.scope");
	named("a.slice:p:a-n.slice", false, "a-n.slice in a.slice at /a.slice/a-n.slice (slice)");
	named("/a/b", false, "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"/a/b\" instead");
	named("a:b:c:d", false, "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"a:b:c:d\" instead");
	static const char *const bad[] = { "a", ".slice", "-a.slice", "a-.slice", "a--b.slice", "a/b.slice", "user.slice/a.slice" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		named(arena_print(&arena, "%s:p:n", bad[i]), false, strchr(bad[i], '/') ? arena_print(&arena,
			"linux.cgroupsPath: %s is not a name that a systemd unit can have", bad[i])
			: arena_print(&arena, "linux.cgroupsPath: invalid slice name: %s", bad[i]));
	named("::../n", false, "linux.cgroupsPath: -../n.scope is not a name that a systemd unit can have");
	CHECK_TEXT(unit_object_path(&arena, "1a-b.scope"), "/org/freedesktop/systemd1/unit/_31a_2db_2escope");
}

/* "Name=value Name=value ", of the types that are used. */
static const char *shown(const struct text *text)
{
	struct text to = { .arena = &arena };
	struct dbus_reader r = { .data = (const uint8_t *)text->data, .length = text->length };
	text_add(&to, "", 0);
	while (r.at < r.length && !r.bad) {
		r.at = (r.at + 7) / 8 * 8;
		text_print(&to, "%s=", dbus_read_string(&r));
		const char *type = dbus_read_signature(&r);
		if (*type == 's')
			text_print(&to, "%s ", dbus_read_string(&r));
		else if (*type == 'b')
			text_print(&to, "%u ", dbus_read_u32(&r));
		else if (*type == 't') {
			r.at = (r.at + 7) / 8 * 8;
			uint64_t low = dbus_read_u32(&r), high = dbus_read_u32(&r);
			text_print(&to, low == UINT32_MAX && high == UINT32_MAX ? "max " : "%llu ", (unsigned long long)(high << 32 | low));
		} else if (strcmp(type, "ay") == 0) {
			for (uint32_t left = dbus_read_u32(&r); left; left--)
				text_print(&to, "%02x", dbus_read_byte(&r));
			text_print(&to, " ");
		} else { /* a(ss) */
			uint32_t length = dbus_read_u32(&r);
			r.at = (r.at + 7) / 8 * 8;
			for (size_t end = r.at + length; r.at < end && !r.bad;) {
				r.at = (r.at + 7) / 8 * 8;
				text_print(&to, "%s:", dbus_read_string(&r));
				text_print(&to, "%s,", dbus_read_string(&r));
			}
			text_print(&to, " ");
		}
	}
	return r.bad ? "(bad)" : to.data;
}

static void limits(const char *json, bool v2, int version, const char *expected)
{
	struct error e = { 0 };
	struct reader r = { &arena, &e };
	struct spec_resources resources = { 0 };
	struct text to = { .arena = &arena };
	struct json *parsed = json_parse(&arena, json, strlen(json), &e);
	if (parsed)
		spec_parse_resources(&r, parsed, "linux.resources", &resources);
	CHECK_TEXT(e.text, "");
	properties_of_resources(&to, &resources, v2, version, &e);
	CHECK_TEXT(failed(&e) ? e.text : shown(&to), expected);
}

static void maps_limits(void)
{
	const char *all = "{\"memory\":{\"limit\":1000,\"swap\":3000,\"reservation\":500},\"cpu\":{\"shares\":1024,\"quota\":15500,\"period\":100000,\"cpus\":\"0-3,9\","
		"\"mems\":\"0\"},\"pids\":{\"limit\":5},\"blockIO\":{\"weight\":100}}";
	limits(all, false, 252, "MemoryLimit=1000 CPUShares=1024 BlockIOWeight=100 CPUQuotaPeriodUSec=100000 CPUQuotaPerSecUSec=160000 TasksMax=5 "
		"AllowedCPUs=0f02 AllowedMemoryNodes=01 ");
	limits(all, true, 252, "MemoryMax=1000 MemoryLow=500 MemorySwapMax=2000 CPUWeight=39 IOWeight=910 CPUQuotaPeriodUSec=100000 CPUQuotaPerSecUSec=160000 "
		"TasksMax=5 AllowedCPUs=0f02 AllowedMemoryNodes=01 ");
	limits(all, true, 239, "MemoryMax=1000 MemoryLow=500 MemorySwapMax=2000 CPUWeight=39 IOWeight=910 CPUQuotaPerSecUSec=160000 TasksMax=5 ");
	limits("{}", true, 252, "");
	limits("{\"memory\":{\"limit\":-1},\"pids\":{\"limit\":-1},\"cpu\":{\"quota\":-1}}", true, 252, "MemoryMax=max MemorySwapMax=max CPUQuotaPerSecUSec=max TasksMax=max ");
	limits("{\"cpu\":{\"quota\":5000}}", false, 252, "CPUQuotaPerSecUSec=50000 ");
	limits("{\"cpu\":{\"idle\":1,\"shares\":1024}}", true, 252, "CPUWeight=0 ");
	limits("{\"cpu\":{\"idle\":1,\"shares\":1024}}", true, 251, "CPUWeight=39 ");
	limits("{\"cpu\":{\"quota\":9223372036854775807,\"period\":1000}}", true, 252, "CPUQuotaPeriodUSec=1000 CPUQuotaPerSecUSec=18446744073709550000 ");
	limits("{\"cpu\":{\"cpus\":\"3-1\"}}", true, 252, "linux.resources.cpu: \"3-1\" is not a list of numbers that systemd could have as AllowedCPUs");
}

static void maps_unified(void)
{
	limits("{\"unified\":{\"memory.min\":\"131072\",\"memory.high\":\"max\",\"pids.max\":\"0\",\"cpu.max\":\" 10000 100000\\n\",\"cpu.weight\":\"42\","
		"\"cpuset.cpus\":\"1\",\"memory.oom.group\":\"1\",\"io.max\":\"8:0 rbps=5\"}}", true, 253,
		"MemoryMin=131072 MemoryHigh=max TasksMax=1 CPUQuotaPeriodUSec=100000 CPUQuotaPerSecUSec=100000 CPUWeight=42 AllowedCPUs=02 OOMPolicy=kill ");
	limits("{\"unified\":{\"cpu.max\":\"max\",\"cpu.idle\":\"1\",\"cpu.weight\":\"42\",\"memory.oom.group\":\"1\"}}", true, 252,
		"CPUWeight=0 CPUQuotaPeriodUSec=100000 CPUQuotaPerSecUSec=max ");
	limits("{\"unified\":{\"cpu.max\":\"x\"}}", true, 252, "linux.resources.unified: cpu.max: systemd cannot have the value \"x\"");
	limits("{\"unified\":{\"memory.max\":\"-5\"}}", true, 252, "linux.resources.unified: memory.max: systemd cannot have the value \"-5\"");
}

static void rounds_quotas(void)
{
	static const struct { int64_t quota, period, expected; } cases[] = { { 15500, 0, 16000 }, { 33333, 100000, 34000 }, { 5000, 100000, 5000 }, { -1, 100000, -1 },
		{ 600000, 900000, 603000 }, { INT64_MAX, 1000, INT64_MAX } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spec_resources r = { .cpu_quota = { true, cases[i].quota }, .cpu_period = { cases[i].period != 0, cases[i].period } };
		quota_round(&r);
		CHECK(r.cpu_quota.value == cases[i].expected);
	}
}

static const char *devices(const struct spec_device_rule *rules, size_t count, bool v2)
{
	struct text to = { .arena = &arena };
	properties_of_devices(&to, rules, count, v2, &arena);
	return shown(&to);
}
#define DEVICES(v2, ...) devices((const struct spec_device_rule[]){ __VA_ARGS__ }, sizeof((const struct spec_device_rule[]){ __VA_ARGS__ }) / sizeof(struct spec_device_rule), v2)

static void maps_devices(void)
{
	CHECK_TEXT(DEVICES(false, { true, 'c', 1, 3, "rwm" }, { true, 'c', 136, -1, "rw" }, { true, 'b', -1, -1, "m" }, { true, 'b', 8, 0, "r" }),
		"DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/char/1:3:rwm,char-136:rw,block-*:m,/dev/block/8:0:r, ");
	CHECK_TEXT(DEVICES(false, { true, 'a', 5, 1, "r" }, { true, 'c', 5, 1, "w" }), "DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/block/5:1:r,/dev/char/5:1:rw, ");
	CHECK_TEXT(DEVICES(false, { true, 'a', -1, -1, "rwm" }), "DeviceAllow= DevicePolicy=auto ");
	/* a denial takes away; of a part of what was allowed it takes all on v1, and systemd stays out of it on v2 */
	CHECK_TEXT(DEVICES(false, { true, 'c', 1, 3, "rwm" }, { false, 'c', 1, 3, "w" }), "DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/char/1:3:rm, ");
	CHECK_TEXT(DEVICES(false, { true, 'c', 1, -1, "rwm" }, { true, 'c', 5, 1, "r" }, { false, 'c', 1, 3, "rwm" }), "DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/char/5:1:r, ");
	CHECK_TEXT(DEVICES(true, { true, 'c', 1, -1, "rwm" }, { true, 'c', 5, 1, "r" }, { false, 'c', 1, 3, "rwm" }), "DeviceAllow= DevicePolicy=auto ");
	CHECK_TEXT(DEVICES(false, { true, 'a', -1, -1, "rwm" }, { false, 'c', 1, 3, "rwm" }), "DeviceAllow= DevicePolicy=strict ");
	CHECK_TEXT(DEVICES(true, { true, 'a', -1, -1, "rwm" }, { false, 'c', 1, 3, "rwm" }), "DeviceAllow= DevicePolicy=auto ");
	CHECK_TEXT(DEVICES(false, { true, 'c', -1, 3, "r" }, { true, 'c', 1, 1, "r" }), "DeviceAllow= DevicePolicy=strict DeviceAllow=/dev/char/1:1:r, ");
	CHECK_TEXT(DEVICES(true, { true, 'c', -1, 3, "r" }, { true, 'c', 1, 1, "r" }), "DeviceAllow= DevicePolicy=auto ");
	CHECK_TEXT(DEVICES(false, { true, 'c', 1, 1, "r" }, { false, 'a', -1, -1, "rwm" }), "DeviceAllow= DevicePolicy=strict ");
}

static void annotations(const char *json, const char *expected)
{
	struct error e = { 0 };
	struct text to = { .arena = &arena };
	struct json *parsed = json_parse(&arena, json, strlen(json), &e);
	CHECK(parsed && (properties_of_annotations(&to, parsed, &e) == 0) == !failed(&e));
	CHECK_TEXT(failed(&e) ? e.text : shown(&to), expected);
}

static void maps_annotations(void)
{
	annotations("{\"a\":\"b\",\"org.systemd.property.CollectMode\":\"'inactive'\",\"org.systemd.property.TimeoutStopSec\":\"uint64 3\"}", "CollectMode=inactive TimeoutStopUSec=3000000 ");
	annotations("{\"org.systemd.property.TimeoutStopUSec\":\"uint64 3\",\"org.systemd.property.Sec\":\"true\"}", "TimeoutStopUSec=3 Sec=1 ");
	annotations("{\"org.systemd.property.ab\":\"1\"}", "annotation org.systemd.property.ab name incorrect: too short");
	annotations("{\"org.systemd.property.Tasks.Max\":\"1\"}", "annotation org.systemd.property.Tasks.Max name incorrect: contains non-alphabetic character");
	annotations("{\"org.systemd.property.TimeoutSec\":\"'a'\"}", "annotation org.systemd.property.TimeoutSec='a' value parse error: not a number");
}

void test_systemd(void)
{
	names_units();
	maps_limits();
	maps_unified();
	rounds_quotas();
	maps_devices();
	maps_annotations();
}
