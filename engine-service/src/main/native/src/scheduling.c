#include "scheduling.h"

#include <errno.h>
#include <linux/sched/types.h>
#include <string.h>
#include <sys/personality.h>

#include "sys.h"

static int set_scheduler(const struct spec_scheduler *s, bool confined, struct error *e)
{
	struct sched_attr attr = { .size = sizeof(attr), .sched_policy = s->policy, .sched_flags = s->flags, .sched_nice = s->nice,
		.sched_priority = s->priority, .sched_runtime = s->runtime, .sched_deadline = s->deadline, .sched_period = s->period };
	if (!s->given || syscall(SYS_sched_setattr, 0, &attr, 0) == 0)
		return 0;
	if (errno == EPERM && s->policy == SCHED_DEADLINE && confined)
		return error_set(e, "error setting scheduler: process scheduler can't be used together with AllowedCPUs (linux.resources.cpu.cpus)");
	return error_errno(e, "error setting scheduler: process.scheduler");
}

int scheduling_apply(const struct spec_process *process, const struct spec *spec, struct error *e)
{
	enum { WHO_PROCESS = 1 };
	if (set_scheduler(&process->scheduler, spec->resources.cpus && *spec->resources.cpus, e) != 0)
		return -1;
	if (process->io_priority >= 0 && syscall(SYS_ioprio_set, WHO_PROCESS, 0, process->io_priority) != 0)
		return error_errno(e, "error setting ioPriority: process.ioPriority");
	return 0;
}

void scheduling_any_processor(void)
{
	unsigned long all[MAX_SET / (8 * sizeof(long))];
	memset(all, 0xff, sizeof(all));
	syscall(SYS_sched_setaffinity, 0, sizeof(all), all);
}

int scheduling_affinity(const struct spec_set *processors, const char *field, struct error *e)
{
	if (!processors->text || syscall(SYS_sched_setaffinity, 0, MAX_SET / 8, processors->words) == 0)
		return 0;
	return error_errno(e, "process.execCPUAffinity.%s: processors %s", field, processors->text);
}

int memory_policy_apply(const struct spec_memory_policy *policy, struct error *e)
{
	if (!policy->given)
		return 0;
	/* The kernel takes one less than it is told. */
	unsigned long bits = policy->nodes.text ? policy->nodes.bits + 1 : 0;
	if (syscall(SYS_set_mempolicy, policy->mode, bits ? policy->nodes.words : NULL, bits) != 0)
		return error_errno(e, "linux.memoryPolicy: nodes \"%s\"", policy->nodes.text ? policy->nodes.text : "");
	return 0;
}

int personality_apply(const struct spec *spec, struct error *e)
{
	if (spec->personality_given && personality(spec->personality) < 0)
		return error_errno(e, "linux.personality");
	return 0;
}
