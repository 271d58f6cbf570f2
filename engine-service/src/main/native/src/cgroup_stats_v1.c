/* What cgroup v1 counts, in a hierarchy for each controller. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup_stats.h"
#include "stats_text.h"

/* A column of cpuacct.usage_all, which has a heading and one line a processor. */
static void add_column(struct text *to, const char *key, const char *table, int column)
{
	const char *line = strchr(table, '\n');
	if (!line)
		return;
	stats_separate(to);
	text_print(to, "\"%s\":[", key);
	for (line++; *line; line += *line == '\n') {
		const char *at = line;
		for (int i = 0; i < column; i++)
			at += strcspn(at, " \n") + (at[strcspn(at, " \n")] == ' ');
		stats_separate(to);
		text_print(to, "%llu", strtoull(at, NULL, 10));
		line += strcspn(line, "\n");
	}
	text_print(to, "]");
}

void stats_v1_cpu(struct cgroup *cgroup, struct text *to)
{
	struct hierarchy *account = cgroup_find(cgroup, "cpuacct");
	const char *all = stats_contents(to, account, "cpuacct.usage_all"), *ticks = stats_contents(to, account, "cpuacct.stat");
	stats_unless_zero(to, "total", stats_number(account, "cpuacct.usage"));
	stats_numbers(to, "percpu", stats_contents(to, account, "cpuacct.usage_percpu"));
	add_column(to, "percpu_kernel", all, 2);
	add_column(to, "percpu_user", all, 1);
	/* In hundredths of a second. */
	stats_member(to, "kernel", 10000000 * stats_keyed(ticks, "system"));
	stats_member(to, "user", 10000000 * stats_keyed(ticks, "user"));
}

static void add_memory_entry(struct text *to, const struct hierarchy *h, const char *key, const char *prefix)
{
	static const struct { const char *key, *file; } fields[] = { { "limit", "limit_in_bytes" }, { "usage", "usage_in_bytes" },
		{ "max", "max_usage_in_bytes" }, { "failcnt", "failcnt" } };
	char file[64];
	stats_separate(to);
	text_print(to, "\"%s\":{", key);
	for (int i = 0; i < 4; i++) {
		snprintf(file, sizeof(file), "%s.%s", prefix, fields[i].file);
		uint64_t value = stats_number(h, file);
		if (value || i == 0 || i == 3)
			stats_member(to, fields[i].key, value);
	}
	text_print(to, "}");
}

void stats_v1_memory(const struct hierarchy *h, const char *stat, struct text *to)
{
	stats_unless_zero(to, "cache", stats_keyed(stat, "cache"));
	add_memory_entry(to, h, "usage", "memory");
	add_memory_entry(to, h, "swap", "memory.memsw");
	add_memory_entry(to, h, "kernel", "memory.kmem");
	add_memory_entry(to, h, "kernelTCP", "memory.kmem.tcp");
}

/* Lines "8:0 Read 4096"; the sum at the end has no device. */
static bool add_io(struct text *to, const char *key, const char *lines)
{
	unsigned major, minor;
	char operation[16];
	unsigned long long value;
	bool any = false;
	for (const char *line = lines; *line; line += *line == '\n') {
		if (sscanf(line, "%u:%u %15[A-Za-z] %llu", &major, &minor, operation, &value) == 4) {
			if (!any)
				stats_separate(to), text_print(to, "\"%s\":[", key);
			any = true;
			stats_io_entry(to, major, minor, operation, value);
		}
		line += strcspn(line, "\n");
	}
	if (any)
		text_print(to, "]");
	return any;
}

/* The scheduler bfq counts for itself. */
void stats_v1_io(struct cgroup *cgroup, struct text *to)
{
	static const char *const files[2][2] = { { "blkio.bfq.io_service_bytes_recursive", "blkio.throttle.io_service_bytes_recursive" },
		{ "blkio.bfq.io_serviced_recursive", "blkio.throttle.io_serviced_recursive" } };
	struct hierarchy *h = cgroup_find(cgroup, "blkio");
	for (int i = 0; i < 2; i++)
		if (!add_io(to, stats_io_keys[i], stats_contents(to, h, files[i][0])))
			add_io(to, stats_io_keys[i], stats_contents(to, h, files[i][1]));
}
