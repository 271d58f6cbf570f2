#include "timens.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>

#include "io.h"
#include "sys.h"

static int set_offsets(int proc, const struct spec *spec, struct error *e)
{
	for (int i = 0; i < CLOCK_OFFSETS; i++) {
		const struct spec_time_offset *offset = &spec->time_offsets[i];
		char line[80];
		if (!offset->given)
			continue;
		snprintf(line, sizeof(line), "%s %lld %u\n", time_offset_clock(i), (long long)offset->seconds, offset->nanoseconds);
		if (write_file(proc, "self/timens_offsets", line) != 0)
			return error_errno(e, "linux.timeOffsets: set %s to %lld s", time_offset_clock(i), (long long)offset->seconds);
	}
	return 0;
}

/* A new one is for children first: its clocks can be set as long as nobody is in it. Then it is joined. */
int timens_enter(int proc, const struct spec *spec, struct error *e)
{
	if (!spec_new_namespace(spec, NS_TIME))
		return 0;
	if (unshare(CLONE_NEWTIME) != 0)
		return error_errno(e, "make a time namespace");
	if (set_offsets(proc, spec, e) != 0)
		return -1;
	AUTO_CLOSE int made = openat(proc, "self/ns/time_for_children", O_RDONLY | O_CLOEXEC);
	if (made < 0 || setns(made, CLONE_NEWTIME) != 0)
		return error_errno(e, "enter the time namespace");
	return 0;
}
