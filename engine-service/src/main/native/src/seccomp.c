#include "seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "io.h"
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

int seccomp_connect(const struct seccomp_filter *filter, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (!filter || !filter->listener_path)
		return -1;
	if (strlen(filter->listener_path) >= sizeof(address.sun_path))
		return error_set(e, "linux.seccomp.listenerPath is too long");
	strcpy(address.sun_path, filter->listener_path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (filter->asks)
		error_errno(e, "linux.seccomp.listenerPath: failed to connect with seccomp agent %s", filter->listener_path);
	close_fd(&fd);
	return -1;
}

/* The kernel looks at the flags first, and only then finds that there is no program. */
bool seccomp_flag_supported(unsigned flag)
{
	unsigned with = flag == SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flag | with, NULL) != 0 && errno == EFAULT;
}

int seccomp_install(const struct seccomp_filter *filter, struct error *e)
{
	struct sock_fprog program = { filter->length, filter->code };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, filter->flags, &program) != 0)
		return error_errno(e, "install the system call filter");
	return 0;
}
