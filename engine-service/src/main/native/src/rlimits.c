#include "rlimits.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

static const struct {
	const char *name;
	int number;
} limits[] = {
	{ "RLIMIT_AS", RLIMIT_AS }, { "RLIMIT_CORE", RLIMIT_CORE }, { "RLIMIT_CPU", RLIMIT_CPU },
	{ "RLIMIT_DATA", RLIMIT_DATA }, { "RLIMIT_FSIZE", RLIMIT_FSIZE }, { "RLIMIT_LOCKS", 10 },
	{ "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK }, { "RLIMIT_MSGQUEUE", 12 }, { "RLIMIT_NICE", 13 },
	{ "RLIMIT_NOFILE", RLIMIT_NOFILE }, { "RLIMIT_NPROC", RLIMIT_NPROC }, { "RLIMIT_RSS", RLIMIT_RSS },
	{ "RLIMIT_RTPRIO", 14 }, { "RLIMIT_RTTIME", 15 }, { "RLIMIT_SIGPENDING", 11 }, { "RLIMIT_STACK", RLIMIT_STACK },
};
enum { COUNT = sizeof(limits) / sizeof(limits[0]) };

int rlimit_number(const char *name)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(limits[i].name, name) == 0)
			return limits[i].number;
	return -1;
}

const char *rlimit_name(int index) { return index >= 0 && index < COUNT ? limits[index].name : NULL; }

int rlimits_apply(const struct spec_process *process, struct error *e)
{
	for (size_t i = 0; i < process->rlimit_count; i++) {
		const struct spec_rlimit *limit = &process->rlimits[i];
		struct rlimit value = { (rlim_t)limit->soft, (rlim_t)limit->hard };
		if (setrlimit(limit->resource, &value) == 0)
			continue;
		if (errno == EPERM)
			return error_set(e, "error setting rlimit %s to %llu: raising a hard limit needs CAP_SYS_RESOURCE, which "
				"this system does not grant", limit->name, (unsigned long long)limit->hard);
		return error_errno(e, "error setting rlimit %s", limit->name);
	}
	return 0;
}
