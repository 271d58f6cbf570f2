#include "cgroup_stats.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "stats_text.h"
#include "sys.h"

const char *const stats_io_keys[2] = { "ioServiceBytesRecursive", "ioServicedRecursive" };

static void add_cpu(struct cgroup *cgroup, struct text *to)
{
	const char *stat = stats_contents(to, cgroup_find(cgroup, "cpu"), "cpu.stat");
	text_print(to, "\"cpu\":{\"usage\":{");
	if (cgroup->v2)
		stats_v2_cpu(stat, to);
	else
		stats_v1_cpu(cgroup, to);
	text_print(to, "},\"throttling\":{");
	stats_unless_zero(to, "periods", stats_keyed(stat, "nr_periods"));
	stats_unless_zero(to, "throttledPeriods", stats_keyed(stat, "nr_throttled"));
	stats_unless_zero(to, "throttledTime", cgroup->v2 ? 1000 * stats_keyed(stat, "throttled_usec") : stats_keyed(stat, "throttled_time"));
	text_print(to, "}}");
}

/* "0-1,3" written out. */
static void add_set(struct text *to, const char *key, const char *set)
{
	struct spec_set numbers;
	if (!*set || !set_parse(to->arena, set, &numbers))
		return;
	stats_separate(to);
	text_print(to, "\"%s\":[", key);
	for (size_t i = 0; i < numbers.bits; i++)
		if (numbers.words[i / (8 * sizeof(long))] >> i % (8 * sizeof(long)) & 1) {
			stats_separate(to);
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
	add_set(to, "cpus", stats_contents(to, h, "cpuset.cpus"));
	stats_member(to, "cpu_exclusive", stats_number(h, "cpuset.cpu_exclusive"));
	add_set(to, "mems", stats_contents(to, h, "cpuset.mems"));
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		stats_member(to, fields[i].key, stats_number(h, fields[i].file));
	text_print(to, ",\"sched_relax_domain_level\":%lld}", (long long)stats_number(h, "cpuset.sched_relax_domain_level"));
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
		stats_member(to, lines[i], strtoull(space + 1, NULL, 10));
	}
	text_print(to, "}");
}

static void add_memory(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	char *stat = stats_contents(to, h, "memory.stat");
	text_print(to, "\"memory\":{");
	if (cgroup->v2)
		stats_v2_memory(h, to);
	else
		stats_v1_memory(h, stat, to);
	add_raw(to, stat);
	text_print(to, "}");
}

static void add_block_io(struct cgroup *cgroup, struct text *to)
{
	text_print(to, "\"blkio\":{");
	if (cgroup->v2)
		stats_v2_io(cgroup, to);
	else
		stats_v1_io(cgroup, to);
	text_print(to, "}");
}

static void add_pids(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *h = cgroup_find(cgroup, "pids");
	uint64_t limit = stats_number(h, "pids.max");
	text_print(to, "\"pids\":{");
	stats_unless_zero(to, "current", stats_number(h, "pids.current"));
	stats_unless_zero(to, "limit", limit == UINT64_MAX ? 0 : limit);
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
		uint64_t failures = cgroup->v2 ? stats_keyed(stats_contents(to, h, file), "max") : stats_number(h, file);
		stats_separate(to);
		text_print(to, "\"%s\":{", size);
		snprintf(file, sizeof(file), cgroup->v2 ? "hugetlb.%s.current" : "hugetlb.%s.usage_in_bytes", size);
		stats_unless_zero(to, "usage", stats_number(h, file));
		snprintf(file, sizeof(file), "hugetlb.%s.max_usage_in_bytes", size);
		stats_unless_zero(to, "max", stats_number(h, file));
		stats_member(to, "failcnt", failures);
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
