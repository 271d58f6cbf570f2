/* What cgroup v2 counts, in one directory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup_stats.h"
#include "stats_text.h"

void stats_v2_cpu(const char *stat, struct text *to)
{
	stats_unless_zero(to, "total", 1000 * stats_keyed(stat, "usage_usec"));
	stats_member(to, "kernel", 1000 * stats_keyed(stat, "system_usec"));
	stats_member(to, "user", 1000 * stats_keyed(stat, "user_usec"));
}

void stats_v2_memory(const struct hierarchy *h, struct text *to)
{
	text_print(to, "\"usage\":{\"limit\":%llu", (unsigned long long)stats_number(h, "memory.max"));
	stats_unless_zero(to, "usage", stats_number(h, "memory.current"));
	stats_unless_zero(to, "max", stats_number(h, "memory.peak"));
	stats_member(to, "failcnt", stats_keyed(stats_contents(to, h, "memory.events"), "max"));
	text_print(to, "},\"swap\":{\"limit\":%llu", (unsigned long long)stats_number(h, "memory.swap.max"));
	stats_unless_zero(to, "usage", stats_number(h, "memory.swap.current"));
	text_print(to, ",\"failcnt\":0},\"kernel\":{\"limit\":0,\"failcnt\":0},\"kernelTCP\":{\"limit\":0,\"failcnt\":0}");
}

/* Lines "8:0 rbytes=1 wbytes=2 rios=3 wios=4 ...". */
static void add_io(struct text *to, const char *key, const char *lines, const char *reads, const char *writes)
{
	unsigned major, minor;
	bool any = false;
	for (const char *line = lines; *line; line += *line == '\n') {
		const char *end = line + strcspn(line, "\n"), *read = strstr(line, reads), *written = strstr(line, writes);
		if (sscanf(line, "%u:%u", &major, &minor) == 2 && read && read < end && written && written < end) {
			if (!any)
				stats_separate(to), text_print(to, "\"%s\":[", key);
			any = true;
			stats_io_entry(to, major, minor, "Read", strtoull(read + strlen(reads), NULL, 10));
			stats_io_entry(to, major, minor, "Write", strtoull(written + strlen(writes), NULL, 10));
		}
		line = end;
	}
	if (any)
		text_print(to, "]");
}

void stats_v2_io(struct cgroup *cgroup, struct text *to)
{
	const char *stat = stats_contents(to, cgroup_find(cgroup, "io"), "io.stat");
	add_io(to, stats_io_keys[0], stat, " rbytes=", " wbytes=");
	add_io(to, stats_io_keys[1], stat, " rios=", " wios=");
}
