/* Is there a controller for every limit? Asked before anything is made, so that a limit that cannot be
 * is refused by the name of its field. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "io.h"
#include "sys.h"

static bool v2_has(const struct hierarchy *h, const char *controller)
{
	char list[1024], *rest = NULL;
	if (read_small(h->base, "cgroup.controllers", list, sizeof(list)) < 0)
		return false;
	for (char *name = strtok_r(list, " ", &rest); name; name = strtok_r(NULL, " ", &rest))
		if (strcmp(name, controller) == 0)
			return true;
	return false;
}

struct demand {
	bool given;
	const char *controller, *field;
	const char *v1_file; /* which a root of v1 must have, or NULL */
};

static int check_demand(struct cgroup *cgroup, const struct demand *d, struct error *e)
{
	struct hierarchy *h = cgroup_find(cgroup, d->controller);
	if (!d->given)
		return 0;
	if (cgroup->count == 0)
		return error_set(e, "linux.resources.%s needs a cgroup, and --cgroup-manager disabled leaves those out", d->field);
	if (cgroup->v2 ? !v2_has(&cgroup->hierarchies[0], d->controller) : !h)
		return error_set(e, "linux.resources.%s: this system has no %s cgroup", d->field, d->controller);
	if (!cgroup->v2 && d->v1_file && faccessat(h->base, d->v1_file, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
		return error_set(e, "linux.resources.%s: this system has no %s", d->field, d->v1_file);
	return 0;
}

static int check_page_sizes(const struct spec_resources *r, struct error *e)
{
	for (size_t i = 0; i < r->hugepage_count; i++) {
		char path[96], unit = 0;
		unsigned long long size = 0;
		sscanf(r->hugepages[i].size, "%llu%c", &size, &unit);
		size <<= unit == 'G' ? 20 : unit == 'M' ? 10 : 0;
		snprintf(path, sizeof(path), "/sys/kernel/mm/hugepages/hugepages-%llukB", size);
		if (access(path, F_OK) != 0)
			return error_set(e, "linux.resources.hugepageLimits: this system has no pages of %s", r->hugepages[i].size);
	}
	return 0;
}

static int check_unified(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	if (r->unified.count && !cgroup->v2)
		return error_set(e, "invalid configuration: linux.resources.unified needs cgroup v2, this system has v1");
	for (size_t i = 0; i < r->unified.count; i += 2) {
		char controller[64];
		const char *file = r->unified.items[i];
		snprintf(controller, sizeof(controller), "%.*s", (int)strcspn(file, "."), file);
		if (strcmp(controller, "cgroup") != 0 && !v2_has(&cgroup->hierarchies[0], controller))
			return error_set(e, "linux.resources.unified: %s can't be set: controller %s not available", file, controller);
	}
	return 0;
}

static int check_v1_only(const struct spec_resources *r, struct error *e)
{
	const struct { bool given; const char *field; } fields[] = {
		{ r->rt_runtime.given && r->rt_runtime.value != 0, "cpu.realtimeRuntime" },
		{ r->rt_period.given && r->rt_period.value != 0, "cpu.realtimePeriod" },
		{ r->oom_kill_disable, "memory.disableOOMKiller" }, { r->class_id.given, "network.classID" },
		{ r->net_priority_count != 0, "network.priorities" }, { r->blkio_leaf_weight.given, "blockIO.leafWeight" },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].given)
			return error_set(e, "linux.resources.%s needs cgroup v1, this system has v2", fields[i].field);
	for (size_t i = 0; i < r->weight_count; i++)
		if (r->weights[i].leaf.given)
			return error_set(e, "linux.resources.blockIO.weightDevice.leafWeight needs cgroup v1, this system has v2");
	return 0;
}

static bool any_leaf(const struct spec_resources *r)
{
	for (size_t i = 0; i < r->weight_count; i++)
		if (r->weights[i].leaf.given)
			return true;
	return r->blkio_leaf_weight.given;
}

static bool throttles(const struct spec_resources *r)
{
	return r->throttle_count[0] || r->throttle_count[1] || r->throttle_count[2] || r->throttle_count[3];
}

static bool nonzero(struct optional number) { return number.given && number.value != 0; }

int cgroup_check(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	const char *io = cgroup->v2 ? "io" : "blkio";
	const struct demand demands[] = {
		{ nonzero(r->memory), "memory", "memory.limit", NULL },
		{ nonzero(r->memory_swap), "memory", "memory.swap", "memory.memsw.limit_in_bytes" },
		{ r->memory_reservation.given, "memory", "memory.reservation", NULL },
		{ nonzero(r->cpu_shares), "cpu", "cpu.shares", NULL },
		{ nonzero(r->cpu_quota), "cpu", "cpu.quota", "cpu.cfs_quota_us" },
		{ nonzero(r->cpu_period), "cpu", "cpu.period", "cpu.cfs_period_us" },
		{ r->cpu_burst.given, "cpu", "cpu.burst", "cpu.cfs_burst_us" },
		{ r->cpu_idle.given, "cpu", "cpu.idle", "cpu.idle" },
		{ !cgroup->v2 && nonzero(r->rt_runtime), "cpu", "cpu.realtimeRuntime", "cpu.rt_runtime_us" },
		{ r->cpus && *r->cpus, "cpuset", "cpu.cpus", NULL },
		{ r->mems && *r->mems, "cpuset", "cpu.mems", NULL },
		{ r->pids.given, "pids", "pids.limit", NULL },
		{ r->blkio_weight.given, io, "blockIO.weight", NULL },
		{ r->weight_count != 0, io, "blockIO.weightDevice", NULL },
		{ !cgroup->v2 && any_leaf(r), io, "blockIO.leafWeight", "blkio.leaf_weight" },
		{ throttles(r), io, "blockIO", NULL },
		{ r->hugepage_count != 0, "hugetlb", "hugepageLimits", NULL },
		{ r->rdma_count != 0, "rdma", "rdma", NULL },
		{ !cgroup->v2 && r->class_id.given, "net_cls", "network.classID", NULL },
		{ !cgroup->v2 && r->net_priority_count != 0, "net_prio", "network.priorities", NULL },
	};
	for (size_t i = 0; i < sizeof(demands) / sizeof(demands[0]); i++)
		if (check_demand(cgroup, &demands[i], e) != 0)
			return -1;
	if (cgroup->v2 && check_v1_only(r, e) != 0)
		return -1;
	return check_page_sizes(r, e) || check_unified(cgroup, r, e) ? -1 : 0;
}

int cgroup_check_usage(const struct hierarchy *h, const char *file, const struct spec_resources *r, struct error *e)
{
	char usage[32];
	if (!r->check_before_update || !r->memory.given || r->memory.value <= 0)
		return 0;
	if (read_small(h->group, file, usage, sizeof(usage)) > 0 && atoll(usage) > r->memory.value)
		return error_set(e, "linux.resources.memory.limit: unable to set memory limit to %lld (current usage: %s)",
			(long long)r->memory.value, usage);
	return 0;
}
