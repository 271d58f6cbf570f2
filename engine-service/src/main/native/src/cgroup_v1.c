#include <stdio.h>
#include <errno.h>
#include <string.h>

#include "cgroup.h"
#include "io.h"
#include "sys.h"

/* A new cpuset has neither processors nor memory and takes no task until it has both. */
static int inherit_cpuset(int parent, int child, const char *file, struct error *e)
{
	char text[4096];
	if (read_small(child, file, text, sizeof(text)) > 0)
		return 0;
	if (read_small(parent, file, text, sizeof(text)) < 0 || write_file(child, file, text) != 0)
		return error_errno(e, "inherit %s", file);
	return 0;
}

int cgroup_v1_prepare(const struct hierarchy *h, int parent, int child, struct error *e)
{
	if (!strstr(h->controllers, "cpuset"))
		return 0;
	return inherit_cpuset(parent, child, "cpuset.cpus", e) || inherit_cpuset(parent, child, "cpuset.mems", e) ? -1 : 0;
}

static struct hierarchy *need(struct cgroup *cgroup, const char *controller, struct error *e)
{
	struct hierarchy *h = cgroup_find(cgroup, controller);
	if (h && (h->group >= 0 || h->denied))
		return h;
	error_set(e, "this system has no %s cgroup, which linux.resources asks for", controller);
	return NULL;
}

static int set_number(struct cgroup *cgroup, const char *controller, const char *file, struct optional number,
	struct error *e)
{
	struct hierarchy *h;
	if (!number.given)
		return 0;
	if (!(h = need(cgroup, controller, e)))
		return -1;
	return cgroup_write(h, file, e, "%lld", (long long)number.value);
}

static int set_text(struct cgroup *cgroup, const char *controller, const char *file, const char *text, struct error *e)
{
	struct hierarchy *h;
	if (!text || !*text)
		return 0;
	if (!(h = need(cgroup, controller, e)))
		return -1;
	return cgroup_write(h, file, e, "%s", text);
}

/* memory must never exceed memory+swap, so that which of the two is written first depends on whether
 * they grow: try one order, then the other. */
static int set_memory_limits(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	struct error first = { 0 };
	struct optional memory = r->memory, swap = r->memory_swap;
	if (memory.given && memory.value == 0)
		memory.given = false;
	if (swap.given && swap.value == 0)
		swap.given = false;
	/* Unlimited memory means unlimited swap unless something is said of it. */
	if (memory.given && memory.value == -1 && !swap.given && cgroup_find(cgroup, "memory"))
		swap = (struct optional){ true, -1 };
	if (!(set_number(cgroup, "memory", "memory.limit_in_bytes", memory, &first)
		|| set_number(cgroup, "memory", "memory.memsw.limit_in_bytes", swap, &first)))
		return 0;
	if (!memory.given || !swap.given) {
		*e = first;
		return -1;
	}
	return set_number(cgroup, "memory", "memory.memsw.limit_in_bytes", swap, e)
		|| set_number(cgroup, "memory", "memory.limit_in_bytes", memory, e) ? -1 : 0;
}

static int set_memory(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	struct optional disable = { r->oom_kill_disable, 1 };
	struct hierarchy *h = cgroup_find(cgroup, "memory");
	if (h && cgroup_check_usage(h, "memory.usage_in_bytes", r, e) != 0)
		return -1;
	if (set_memory_limits(cgroup, r, e) != 0)
		return -1;
	return set_number(cgroup, "memory", "memory.soft_limit_in_bytes", r->memory_reservation, e)
		|| set_number(cgroup, "memory", "memory.swappiness", r->memory_swappiness, e)
		|| set_number(cgroup, "memory", "memory.oom_control", disable, e) ? -1 : 0;
}

static struct optional unless_zero(struct optional number)
{
	number.given = number.given && number.value != 0;
	return number;
}

/* Two numbers of which the kernel may refuse each as long as the other one is the old. */
static int set_pair(struct cgroup *cgroup, const char *first_file, struct optional first, const char *second_file, struct optional second,
	struct error *e)
{
	struct error early = { 0 };
	if (set_number(cgroup, "cpu", first_file, first, &early) == 0)
		return set_number(cgroup, "cpu", second_file, second, e);
	if (!second.given) {
		*e = early;
		return -1;
	}
	return set_number(cgroup, "cpu", second_file, second, e) || set_number(cgroup, "cpu", first_file, first, e) ? -1 : 0;
}

/* A burst may not exceed the quota, which may be about to rise or to fall. */
static int set_bandwidth(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	struct error early = { 0 };
	bool burst = set_number(cgroup, "cpu", "cpu.cfs_burst_us", r->cpu_burst, &early) == 0;
	if (set_pair(cgroup, "cpu.cfs_period_us", unless_zero(r->cpu_period), "cpu.cfs_quota_us", unless_zero(r->cpu_quota), e) != 0)
		return -1;
	return burst ? 0 : set_number(cgroup, "cpu", "cpu.cfs_burst_us", r->cpu_burst, e);
}

static int set_cpu(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	return set_number(cgroup, "cpu", "cpu.shares", unless_zero(r->cpu_shares), e)
		|| set_bandwidth(cgroup, r, e)
		|| set_pair(cgroup, "cpu.rt_period_us", unless_zero(r->rt_period), "cpu.rt_runtime_us", unless_zero(r->rt_runtime), e)
		|| set_number(cgroup, "cpu", "cpu.idle", r->cpu_idle, e)
		|| set_text(cgroup, "cpuset", "cpuset.cpus", r->cpus, e)
		|| set_text(cgroup, "cpuset", "cpuset.mems", r->mems, e) ? -1 : 0;
}

static int set_pids(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	if (!r->pids.given)
		return 0;
	struct hierarchy *h = need(cgroup, "pids", e);
	if (!h)
		return -1;
	return r->pids.value < 0 ? cgroup_write(h, "pids.max", e, "max")
		: cgroup_write(h, "pids.max", e, "%lld", (long long)(r->pids.value ? r->pids.value : 1));
}

/* The weight has had two homes: that of CFQ, gone since 5.0, and that of BFQ. */
static int set_block_io(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	static const char *const files[THROTTLE_KINDS] = { "blkio.throttle.read_bps_device",
		"blkio.throttle.write_bps_device", "blkio.throttle.read_iops_device", "blkio.throttle.write_iops_device" };
	struct error ignored = { 0 };
	if (r->blkio_weight.given && set_number(cgroup, "blkio", "blkio.weight", r->blkio_weight, &ignored) != 0
		&& set_number(cgroup, "blkio", "blkio.bfq.weight", r->blkio_weight, e) != 0)
		return -1;
	for (int kind = 0; kind < THROTTLE_KINDS; kind++)
		for (size_t i = 0; i < r->throttle_count[kind]; i++) {
			const struct spec_throttle *limit = &r->throttle[kind][i];
			struct hierarchy *h = need(cgroup, "blkio", e);
			if (!h || cgroup_write(h, files[kind], e, "%u:%u %llu", limit->major, limit->minor,
				(unsigned long long)limit->rate) != 0)
				return -1;
		}
	return 0;
}

int cgroup_v1_set(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	if (r->unified.count != 0)
		return error_set(e, "linux.resources.unified needs cgroup v2, this system has v1");
	return set_memory(cgroup, r, e) || set_cpu(cgroup, r, e) || set_pids(cgroup, r, e) || set_block_io(cgroup, r, e)
		|| cgroup_v1_set_devices(cgroup, r, e) ? -1 : 0;
}

static int device_number(char *to, size_t size, int64_t number)
{
	return number < 0 ? snprintf(to, size, "*") : snprintf(to, size, "%lld", (long long)number);
}

int cgroup_v1_devices(struct cgroup *cgroup, const struct spec_device_rule *rules, size_t count, struct error *e)
{
	struct hierarchy *h = need(cgroup, "devices", e);
	if (!h || cgroup_write(h, "devices.deny", e, "a") != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct spec_device_rule *rule = &rules[i];
		const char *file = rule->allow ? "devices.allow" : "devices.deny";
		char major[24], minor[24];
		const char *types = rule->type == 'a' ? "bc" : rule->type == 'b' ? "b" : "c";
		device_number(major, sizeof(major), rule->major);
		device_number(minor, sizeof(minor), rule->minor);
		if (rule->type == 'a' && rule->major < 0 && rule->minor < 0 && strlen(rule->access) == 3) {
			if (cgroup_write(h, file, e, "a") != 0)
				return -1;
			continue;
		}
		for (; *types; types++)
			if (cgroup_write(h, file, e, "%c %s:%s %s", *types, major, minor, rule->access) != 0)
				return -1;
	}
	return 0;
}
