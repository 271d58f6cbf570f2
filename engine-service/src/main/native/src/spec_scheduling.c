/* How a process is scheduled: processor, disk and where it may run. */
#include <linux/sched.h>
#include <string.h>

#include "spec.h"

bool set_parse(struct arena *arena, const char *text, struct spec_set *set)
{
	enum { WORD = 8 * sizeof(unsigned long) };
	*set = (struct spec_set){ text, arena_array(arena, MAX_SET / WORD, sizeof(unsigned long)), 0 };
	for (const char *at = text;; at++) {
		unsigned long range[2];
		for (int end = 0; end < 2; end++) {
			if (*at < '0' || *at > '9')
				return false;
			for (range[end] = 0; *at >= '0' && *at <= '9' && range[end] < MAX_SET; at++)
				range[end] = range[end] * 10 + (unsigned long)(*at - '0');
			if (end == 0 && *at != '-')
				range[++end] = range[0];
			else if (end == 0)
				at++;
		}
		if (range[1] >= MAX_SET || range[0] > range[1])
			return false;
		for (unsigned long i = range[0]; i <= range[1]; i++)
			set->words[i / WORD] |= 1ul << i % WORD;
		if (range[1] >= set->bits)
			set->bits = range[1] + 1;
		if (*at == '\0')
			return true;
		if (*at != ',')
			return false;
	}
}

struct named {
	const char *name;
	int64_t value;
};

static bool find(const struct named *list, size_t count, const char *name, int64_t *value)
{
	for (size_t i = 0; name && i < count; i++)
		if (strcmp(list[i].name, name) == 0) {
			*value = list[i].value;
			return true;
		}
	return false;
}

static const struct named policies[] = { { "SCHED_OTHER", 0 }, { "SCHED_FIFO", SCHED_FIFO }, { "SCHED_RR", SCHED_RR },
	{ "SCHED_BATCH", SCHED_BATCH }, { "SCHED_IDLE", SCHED_IDLE }, { "SCHED_DEADLINE", SCHED_DEADLINE } };
static const struct named flags[] = { { "SCHED_FLAG_RESET_ON_FORK", SCHED_FLAG_RESET_ON_FORK },
	{ "SCHED_FLAG_RECLAIM", SCHED_FLAG_RECLAIM }, { "SCHED_FLAG_DL_OVERRUN", SCHED_FLAG_DL_OVERRUN },
	{ "SCHED_FLAG_KEEP_POLICY", SCHED_FLAG_KEEP_POLICY }, { "SCHED_FLAG_KEEP_PARAMS", SCHED_FLAG_KEEP_PARAMS },
	{ "SCHED_FLAG_UTIL_CLAMP_MIN", SCHED_FLAG_UTIL_CLAMP_MIN }, { "SCHED_FLAG_UTIL_CLAMP_MAX", SCHED_FLAG_UTIL_CLAMP_MAX } };
enum { POLICIES = sizeof(policies) / sizeof(policies[0]), FLAGS = sizeof(flags) / sizeof(flags[0]) };

static const char *const where = "process.scheduler";

/* What the kernel would answer with EINVAL alone, in crun's words. */
static void check_deadline(struct reader *r, const struct spec_scheduler *to, const struct json *json)
{
	const unsigned long long shortest = 1024, longest = 1ULL << 63;
	unsigned long long runtime = to->runtime, deadline = to->deadline, period = to->period;
	if (to->policy != SCHED_DEADLINE)
		return;
	if (!json_get(json, "runtime") || !json_get(json, "deadline"))
		error_set(r->error, "%s: sched_setattr: `SCHED_DEADLINE` requires `%s`", where, json_get(json, "runtime") ? "deadline" : "runtime");
	else if (runtime == 0)
		error_set(r->error, "%s: sched_setattr: `SCHED_DEADLINE` runtime must be greater than 0", where);
	else if (runtime < shortest || runtime >= longest)
		error_set(r->error, "%s: sched_setattr: `SCHED_DEADLINE` runtime %llu must be between %llu and %llu", where, runtime, shortest,
			longest - 1);
	else if (runtime > deadline)
		error_set(r->error, "%s: sched_setattr: `SCHED_DEADLINE` runtime %llu must be <= deadline %llu", where, runtime, deadline);
	else if (period && deadline > period)
		error_set(r->error, "%s: sched_setattr: `SCHED_DEADLINE` deadline %llu must be <= period %llu", where, deadline, period);
}

static void check_scheduler(struct reader *r, const struct spec_scheduler *to)
{
	bool realtime = to->policy == SCHED_FIFO || to->policy == SCHED_RR;
	if (to->nice < -20 || to->nice > 19)
		error_set(r->error, "%s.nice must be between -20 and 19", where);
	if (to->priority != 0 && !realtime)
		error_set(r->error, "%s.priority is for SCHED_FIFO and SCHED_RR only", where);
	if (realtime && (to->priority < 1 || to->priority > 99))
		error_set(r->error, "%s.priority must be between 1 and 99", where);
	if (to->policy != SCHED_DEADLINE && (to->runtime || to->deadline || to->period))
		error_set(r->error, "%s: runtime, deadline and period are for SCHED_DEADLINE only", where);
}

static void parse_scheduler(struct reader *r, const struct json *process, struct spec_scheduler *to)
{
	const struct json *json = read_object(r, process, "process", "scheduler");
	int64_t value = 0;
	if (!json)
		return;
	to->given = true;
	const char *policy = read_string(r, json, where, "policy");
	if (!find(policies, POLICIES, policy, &value))
		error_set(r->error, "%s.policy: %s is not a policy of Linux", where, policy ? policy : "(none)");
	to->policy = (uint32_t)value;
	if (read_int(r, json, where, "nice", &value))
		to->nice = value < -20 || value > 19 ? 99 : (int32_t)value;
	if (read_int(r, json, where, "priority", &value))
		to->priority = value < 0 || value > 99 ? 100 : (uint32_t)value;
	read_uint(r, json, where, "runtime", &to->runtime);
	read_uint(r, json, where, "deadline", &to->deadline);
	read_uint(r, json, where, "period", &to->period);
	struct strings names = read_strings(r, json, where, "flags");
	for (size_t i = 0; i < names.count; i++) {
		if (!find(flags, FLAGS, names.items[i], &value))
			error_set(r->error, "%s.flags: %s is unknown", where, names.items[i]);
		to->flags |= (uint64_t)value;
	}
	check_scheduler(r, to);
	check_deadline(r, to, json);
}

static void parse_io_priority(struct reader *r, const struct json *process, struct spec_process *to)
{
	static const struct named classes[] = { { "IOPRIO_CLASS_RT", 1 }, { "IOPRIO_CLASS_BE", 2 }, { "IOPRIO_CLASS_IDLE", 3 } };
	const struct json *json = read_object(r, process, "process", "ioPriority");
	int64_t class = 0, level = 0;
	to->io_priority = -1;
	if (!json)
		return;
	const char *name = read_string(r, json, "process.ioPriority", "class");
	if (!find(classes, 3, name, &class))
		error_set(r->error, "process.ioPriority.class: %s is unknown", name ? name : "(none)");
	read_int(r, json, "process.ioPriority", "priority", &level);
	if (level < 0 || level > 7)
		error_set(r->error, "process.ioPriority.priority must be between 0 and 7");
	to->io_priority = (int)(class << 13 | level);
}

static void parse_affinity(struct reader *r, const struct json *json, const char *key, struct spec_set *set)
{
	const char *text = read_string(r, json, "process.execCPUAffinity", key);
	if (text && *text && !set_parse(r->arena, text, set))
		error_set(r->error, "process.execCPUAffinity.%s: \"%s\" is not a list of processors", key, text);
}

void spec_parse_scheduling(struct reader *r, const struct json *process, struct spec_process *to)
{
	const struct json *affinity = read_object(r, process, "process", "execCPUAffinity");
	parse_scheduler(r, process, &to->scheduler);
	parse_io_priority(r, process, to);
	parse_affinity(r, affinity, "initial", &to->affinity_first);
	parse_affinity(r, affinity, "final", &to->affinity_last);
}
