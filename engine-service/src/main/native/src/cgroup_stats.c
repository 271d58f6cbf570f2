#include "cgroup_stats.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "sys.h"

enum { FILE_SIZE = 65536 };

/* Of an object of which only some members are written. */
static void separate(struct text *to)
{
	char last = to->data[to->length - 1];
	if (last != '{' && last != '[')
		text_print(to, ",");
}

static void member(struct text *to, const char *key, uint64_t value)
{
	separate(to);
	text_print(to, "\"%s\":%llu", key, (unsigned long long)value);
}

static void unless_zero(struct text *to, const char *key, uint64_t value)
{
	if (value)
		member(to, key, value);
}

static char *contents(struct text *to, const struct hierarchy *h, const char *file)
{
	char *text = arena_alloc(to->arena, FILE_SIZE);
	if (!h || h->group < 0 || read_small(h->group, file, text, FILE_SIZE) < 0)
		text[0] = '\0';
	return text;
}

/* A file of one number; "max" is the largest there is. */
static uint64_t number(const struct hierarchy *h, const char *file)
{
	char text[64];
	if (!h || h->group < 0 || read_small(h->group, file, text, sizeof(text)) <= 0)
		return 0;
	return strcmp(text, "max") == 0 ? UINT64_MAX : strtoull(text, NULL, 10);
}

/* The number behind "key " at the beginning of a line. */
static uint64_t keyed(const char *text, const char *key)
{
	size_t length = strlen(key);
	for (const char *line = text; *line; line += *line == '\n') {
		if (strncmp(line, key, length) == 0 && line[length] == ' ')
			return strtoull(line + length + 1, NULL, 10);
		line += strcspn(line, "\n");
	}
	return 0;
}

static void add_numbers(struct text *to, const char *key, char *list)
{
	char *rest = NULL;
	if (!*list)
		return;
	separate(to);
	text_print(to, "\"%s\":[", key);
	for (char *one = strtok_r(list, " \n", &rest); one; one = strtok_r(NULL, " \n", &rest)) {
		separate(to);
		text_print(to, "%llu", strtoull(one, NULL, 10));
	}
	text_print(to, "]");
}

/* A column of cpuacct.usage_all, which has a heading and one line a processor. */
static void add_column(struct text *to, const char *key, const char *table, int column)
{
	const char *line = strchr(table, '\n');
	if (!line)
		return;
	separate(to);
	text_print(to, "\"%s\":[", key);
	for (line++; *line; line += *line == '\n') {
		const char *at = line;
		for (int i = 0; i < column; i++)
			at += strcspn(at, " \n") + (at[strcspn(at, " \n")] == ' ');
		separate(to);
		text_print(to, "%llu", strtoull(at, NULL, 10));
		line += strcspn(line, "\n");
	}
	text_print(to, "]");
}

static void add_cpu(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *account = cgroup_find(cgroup, "cpuacct"), *cpu = cgroup_find(cgroup, "cpu");
	const char *stat = contents(to, cpu, "cpu.stat");
	text_print(to, "\"cpu\":{\"usage\":{");
	if (cgroup->v2) {
		unless_zero(to, "total", 1000 * keyed(stat, "usage_usec"));
		member(to, "kernel", 1000 * keyed(stat, "system_usec"));
		member(to, "user", 1000 * keyed(stat, "user_usec"));
	} else {
		const char *all = contents(to, account, "cpuacct.usage_all"), *ticks = contents(to, account, "cpuacct.stat");
		unless_zero(to, "total", number(account, "cpuacct.usage"));
		add_numbers(to, "percpu", contents(to, account, "cpuacct.usage_percpu"));
		add_column(to, "percpu_kernel", all, 2);
		add_column(to, "percpu_user", all, 1);
		/* In hundredths of a second. */
		member(to, "kernel", 10000000 * keyed(ticks, "system"));
		member(to, "user", 10000000 * keyed(ticks, "user"));
	}
	text_print(to, "},\"throttling\":{");
	unless_zero(to, "periods", keyed(stat, "nr_periods"));
	unless_zero(to, "throttledPeriods", keyed(stat, "nr_throttled"));
	unless_zero(to, "throttledTime", cgroup->v2 ? 1000 * keyed(stat, "throttled_usec") : keyed(stat, "throttled_time"));
	text_print(to, "}}");
}

/* "0-1,3" written out. */
static void add_set(struct text *to, const char *key, const char *set)
{
	struct spec_set numbers;
	if (!*set || !set_parse(to->arena, set, &numbers))
		return;
	separate(to);
	text_print(to, "\"%s\":[", key);
	for (size_t i = 0; i < numbers.bits; i++)
		if (numbers.words[i / (8 * sizeof(long))] >> i % (8 * sizeof(long)) & 1) {
			separate(to);
			text_print(to, "%zu", i);
		}
	text_print(to, "]");
}

static void add_cpuset(struct cgroup *cgroup, struct text *to)
{
	static const struct { const char *key, *file; } fields[] = { { "mem_hardwall", "cpuset.mem_hardwall" },
		{ "mem_exclusive", "cpuset.mem_exclusive" }, { "memory_migrate", "cpuset.memory_migrate" },
		{ "memory_spread_page", "cpuset.memory_spread_page" }, { "memory_spread_slab", "cpuset.memory_spread_slab" },
		{ "memory_pressure", "cpuset.memory_pressure" }, { "sched_load_balance", "cpuset.sched_load_balance" } };
	struct hierarchy *h = cgroup_find(cgroup, "cpuset");
	text_print(to, "\"cpuset\":{");
	add_set(to, "cpus", contents(to, h, "cpuset.cpus"));
	member(to, "cpu_exclusive", number(h, "cpuset.cpu_exclusive"));
	add_set(to, "mems", contents(to, h, "cpuset.mems"));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		member(to, fields[i].key, number(h, fields[i].file));
	text_print(to, ",\"sched_relax_domain_level\":%lld}", (long long)number(h, "cpuset.sched_relax_domain_level"));
}

static void add_memory_entry(struct text *to, const struct hierarchy *h, const char *key, const char *prefix)
{
	static const struct { const char *key, *file; } fields[] = { { "limit", "limit_in_bytes" }, { "usage", "usage_in_bytes" },
		{ "max", "max_usage_in_bytes" }, { "failcnt", "failcnt" } };
	char file[64];
	separate(to);
	text_print(to, "\"%s\":{", key);
	for (int i = 0; i < 4; i++) {
		snprintf(file, sizeof(file), "%s.%s", prefix, fields[i].file);
		uint64_t value = number(h, file);
		if (value || i == 0 || i == 3)
			member(to, fields[i].key, value);
	}
	text_print(to, "}");
}

static int compare_lines(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void add_raw(struct text *to, char *stat)
{
	char *lines[512], *rest = NULL;
	size_t count = 0;
	for (char *line = strtok_r(stat, "\n", &rest); line && count < 512; line = strtok_r(NULL, "\n", &rest))
		if (strchr(line, ' '))
			lines[count++] = line;
	if (count == 0)
		return;
	qsort(lines, count, sizeof(*lines), compare_lines);
	text_print(to, ",\"raw\":{");
	for (size_t i = 0; i < count; i++) {
		char *space = strchr(lines[i], ' ');
		*space = '\0';
		member(to, lines[i], strtoull(space + 1, NULL, 10));
	}
	text_print(to, "}");
}

static void add_memory(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	char *stat = contents(to, h, "memory.stat");
	text_print(to, "\"memory\":{");
	if (cgroup->v2) {
		text_print(to, "\"usage\":{\"limit\":%llu", (unsigned long long)number(h, "memory.max"));
		unless_zero(to, "usage", number(h, "memory.current"));
		unless_zero(to, "max", number(h, "memory.peak"));
		member(to, "failcnt", keyed(contents(to, h, "memory.events"), "max"));
		text_print(to, "},\"swap\":{\"limit\":%llu", (unsigned long long)number(h, "memory.swap.max"));
		unless_zero(to, "usage", number(h, "memory.swap.current"));
		text_print(to, ",\"failcnt\":0},\"kernel\":{\"limit\":0,\"failcnt\":0},\"kernelTCP\":{\"limit\":0,\"failcnt\":0}");
	} else {
		unless_zero(to, "cache", keyed(stat, "cache"));
		add_memory_entry(to, h, "usage", "memory");
		add_memory_entry(to, h, "swap", "memory.memsw");
		add_memory_entry(to, h, "kernel", "memory.kmem");
		add_memory_entry(to, h, "kernelTCP", "memory.kmem.tcp");
	}
	add_raw(to, stat);
	text_print(to, "}");
}

static void add_io_entry(struct text *to, unsigned major, unsigned minor, const char *operation, uint64_t value)
{
	separate(to);
	text_print(to, "{");
	unless_zero(to, "major", major);
	unless_zero(to, "minor", minor);
	separate(to);
	text_print(to, "\"op\":\"%s\"", operation);
	unless_zero(to, "value", value);
	text_print(to, "}");
}

/* Lines "8:0 Read 4096"; the sum at the end has no device. */
static bool add_v1_io(struct text *to, const char *key, const char *lines)
{
	unsigned major, minor;
	char operation[16];
	unsigned long long value;
	bool any = false;
	for (const char *line = lines; *line; line += *line == '\n') {
		if (sscanf(line, "%u:%u %15[A-Za-z] %llu", &major, &minor, operation, &value) == 4) {
			if (!any)
				separate(to), text_print(to, "\"%s\":[", key);
			any = true;
			add_io_entry(to, major, minor, operation, value);
		}
		line += strcspn(line, "\n");
	}
	if (any)
		text_print(to, "]");
	return any;
}

/* Lines "8:0 rbytes=1 wbytes=2 rios=3 wios=4 ...". */
static void add_v2_io(struct text *to, const char *key, const char *lines, const char *reads, const char *writes)
{
	unsigned major, minor;
	bool any = false;
	for (const char *line = lines; *line; line += *line == '\n') {
		const char *end = line + strcspn(line, "\n"), *read = strstr(line, reads), *written = strstr(line, writes);
		if (sscanf(line, "%u:%u", &major, &minor) == 2 && read && read < end && written && written < end) {
			if (!any)
				separate(to), text_print(to, "\"%s\":[", key);
			any = true;
			add_io_entry(to, major, minor, "Read", strtoull(read + strlen(reads), NULL, 10));
			add_io_entry(to, major, minor, "Write", strtoull(written + strlen(writes), NULL, 10));
		}
		line = end;
	}
	if (any)
		text_print(to, "]");
}

static void add_block_io(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, cgroup->v2 ? "io" : "blkio");
	static const char *const keys[] = { "ioServiceBytesRecursive", "ioServicedRecursive" };
	static const char *const files[2][2] = { { "blkio.bfq.io_service_bytes_recursive", "blkio.throttle.io_service_bytes_recursive" },
		{ "blkio.bfq.io_serviced_recursive", "blkio.throttle.io_serviced_recursive" } };
	const char *stat = cgroup->v2 ? contents(to, h, "io.stat") : "";
	text_print(to, "\"blkio\":{");
	add_v2_io(to, keys[0], stat, " rbytes=", " wbytes=");
	add_v2_io(to, keys[1], stat, " rios=", " wios=");
	for (int i = 0; i < 2 && !cgroup->v2; i++)
		if (!add_v1_io(to, keys[i], contents(to, h, files[i][0])))
			add_v1_io(to, keys[i], contents(to, h, files[i][1]));
	text_print(to, "}");
}

static void add_pids(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, "pids");
	uint64_t limit = number(h, "pids.max");
	text_print(to, "\"pids\":{");
	unless_zero(to, "current", number(h, "pids.current"));
	unless_zero(to, "limit", limit == UINT64_MAX ? 0 : limit);
	text_print(to, "}");
}

/* For each size of page there is a directory of this system. */
static void add_hugepages(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, "hugetlb");
	DIR *sizes = h && h->group >= 0 ? opendir("/sys/kernel/mm/hugepages") : NULL;
	text_print(to, "\"hugetlb\":{");
	for (struct dirent *entry; sizes && (entry = readdir(sizes));) {
		unsigned long long kilobytes;
		char size[32], file[96];
		if (sscanf(entry->d_name, "hugepages-%llukB", &kilobytes) != 1)
			continue;
		snprintf(size, sizeof(size), "%llu%s", kilobytes >= 1 << 20 ? kilobytes >> 20 : kilobytes >= 1 << 10 ? kilobytes >> 10 : kilobytes,
			kilobytes >= 1 << 20 ? "GB" : kilobytes >= 1 << 10 ? "MB" : "KB");
		snprintf(file, sizeof(file), cgroup->v2 ? "hugetlb.%s.events" : "hugetlb.%s.failcnt", size);
		if (faccessat(h->group, file, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		uint64_t failures = cgroup->v2 ? keyed(contents(to, h, file), "max") : number(h, file);
		separate(to);
		text_print(to, "\"%s\":{", size);
		snprintf(file, sizeof(file), cgroup->v2 ? "hugetlb.%s.current" : "hugetlb.%s.usage_in_bytes", size);
		unless_zero(to, "usage", number(h, file));
		snprintf(file, sizeof(file), "hugetlb.%s.max_usage_in_bytes", size);
		unless_zero(to, "max", number(h, file));
		member(to, "failcnt", failures);
		text_print(to, "}");
	}
	if (sizes)
		closedir(sizes);
	text_print(to, "}");
}

void cgroup_stats(struct cgroup *cgroup, struct text *to)
{
	void (*const parts[])(struct cgroup *, struct text *) = { add_cpu, add_cpuset, add_memory, add_pids, add_block_io, add_hugepages };
	text_print(to, "{");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		parts[i](cgroup, to);
		text_print(to, ",");
	}
	text_print(to, "\"intel_rdt\":{},\"network_interfaces\":null}");
}
