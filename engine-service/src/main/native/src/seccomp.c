#include "seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>

#include "seccomp_internal.h"
#include "sys.h"

struct seccomp_filter *seccomp_compile(struct arena *arena, const struct json *json, struct error *e)
{
	struct profile *profile = arena_alloc(arena, sizeof(*profile));
	struct seccomp_filter *filter = arena_alloc(arena, sizeof(*filter));
	if (seccomp_parse(profile, arena, json, e) == 0 && seccomp_emit(profile, arena, filter, e) == 0)
		return filter;
	error_context(e, "linux.seccomp");
	return NULL;
}

int seccomp_install(const struct seccomp_filter *filter, struct error *e)
{
	struct sock_fprog program = { filter->length, filter->code };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter->flags, &program) != 0)
		return error_errno(e, "install the system call filter");
	return 0;
}
