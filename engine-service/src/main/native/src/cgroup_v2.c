#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cgroup.h"
#include "io.h"
#include "sys.h"

/* Every controller the parent has is handed down; one that cannot be (a threaded or domain invalid
 * group) shows later, when a limit of it is set. */
int cgroup_v2_prepare(int parent, struct error *e)
{
	char controllers[1024], *rest = NULL;
	(void)e;
	if (read_small(parent, "cgroup.controllers", controllers, sizeof(controllers)) <= 0)
		return 0;
	for (char *name = strtok_r(controllers, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		char enable[64];
		snprintf(enable, sizeof(enable), "+%s", name);
		write_file(parent, "cgroup.subtree_control", enable);
	}
	return 0;
}

static int set_limit(struct hierarchy *h, const char *file, struct optional number, struct error *e)
{
	if (!number.given)
		return 0;
	return number.value < 0 ? cgroup_write(h, file, e, "max") : cgroup_write(h, file, e, "%lld", (long long)number.value);
}

/* The spec's swap is memory and swap together, v2's is swap alone. */
static int set_memory(struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	struct optional swap = r->memory_swap, memory = r->memory;
	if (swap.given && swap.value > 0) {
		if (!memory.given || memory.value <= 0 || swap.value < memory.value)
			return error_set(e, "linux.resources.memory.swap needs a limit that is not above it");
		swap.value -= memory.value;
	} else if (swap.given && swap.value == 0)
		swap.given = false;
	if (cgroup_check_usage(h, "memory.current", r, e) != 0)
		return -1;
	memory.given = memory.given && memory.value != 0;
	if (memory.given && memory.value < 0 && !swap.given)
		swap = (struct optional){ true, -1 };
	return set_limit(h, "memory.max", memory, e) || set_limit(h, "memory.swap.max", swap, e)
		|| set_limit(h, "memory.low", r->memory_reservation, e) ? -1 : 0;
}

/* 2..262144 shares onto 1..10000, the mapping that all runtimes share. */
long long cgroup_v2_cpu_weight(int64_t shares)
{
	if (shares < 2)
		shares = 2;
	if (shares > 262144)
		shares = 262144;
	return 1 + (shares - 2) * 9999 / 262142;
}

static int set_cpu(struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	bool quota = r->cpu_quota.given && r->cpu_quota.value != 0, period = r->cpu_period.given && r->cpu_period.value != 0;
	long long period_value = period ? (long long)r->cpu_period.value : 100000;
	if (r->cpu_shares.given && r->cpu_shares.value != 0
		&& cgroup_write(h, "cpu.weight", e, "%lld", cgroup_v2_cpu_weight(r->cpu_shares.value)) != 0)
		return -1;
	if (quota && r->cpu_quota.value > 0 && cgroup_write(h, "cpu.max", e, "%lld %lld", (long long)r->cpu_quota.value,
		period_value) != 0)
		return -1;
	if ((quota || period) && !(quota && r->cpu_quota.value > 0)
		&& cgroup_write(h, "cpu.max", e, "max %lld", period_value) != 0)
		return -1;
	if (set_limit(h, "cpu.max.burst", r->cpu_burst, e) != 0 || set_limit(h, "cpu.idle", r->cpu_idle, e) != 0)
		return -1;
	if (r->cpus && *r->cpus && cgroup_write(h, "cpuset.cpus", e, "%s", r->cpus) != 0)
		return -1;
	return r->mems && *r->mems ? cgroup_write(h, "cpuset.mems", e, "%s", r->mems) : 0;
}

/* 10..1000 onto 1..10000 */
long long cgroup_v2_io_weight(int64_t weight) { return 1 + ((long long)weight - 10) * 9999 / 990; }

static int set_weight(struct hierarchy *h, struct optional weight, struct error *e)
{
	if (!weight.given)
		return 0;
	char number[32];
	snprintf(number, sizeof(number), "%lld", (long long)weight.value);
	if (write_file(h->group, "io.bfq.weight", number) == 0)
		return 0;
	return cgroup_write(h, "io.weight", e, "default %lld", cgroup_v2_io_weight(weight.value));
}

static int set_io(struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	static const char *const keys[THROTTLE_KINDS] = { "rbps", "wbps", "riops", "wiops" };
	if (set_weight(h, r->blkio_weight, e) != 0)
		return -1;
	for (int kind = 0; kind < THROTTLE_KINDS; kind++)
		for (size_t i = 0; i < r->throttle_count[kind]; i++) {
			const struct spec_throttle *limit = &r->throttle[kind][i];
			if (cgroup_write(h, "io.max", e, "%u:%u %s=%llu", limit->major, limit->minor, keys[kind],
				(unsigned long long)limit->rate) != 0)
				return -1;
		}
	return 0;
}

int cgroup_v2_set(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	struct hierarchy *h = &cgroup->hierarchies[0];
	struct optional pids = r->pids;
	pids.value += pids.value == 0; /* as runc has it: systemd knows no limit of 0 */
	if (set_memory(h, r, e) || set_cpu(h, r, e) || set_limit(h, "pids.max", pids, e)
		|| set_io(h, r, e) || cgroup_v2_set_devices(cgroup, r, e))
		return -1;
	for (size_t i = 0; i < r->unified.count; i += 2)
		if (cgroup_write(h, r->unified.items[i], e, "%s", r->unified.items[i + 1]) != 0)
			return -1;
	return 0;
}
