#include "fake_sys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "sys.h"

static struct {
	bool on;
	int calls, fail_at, error;
	char log[8192];
} fake;

void fake_begin(int fail_at, int error)
{
	memset(&fake, 0, sizeof(fake));
	fake.on = true;
	fake.fail_at = fail_at;
	fake.error = error;
}

const char *fake_end(void)
{
	fake.on = false;
	return fake.log;
}

int fake_calls(void) { return fake.calls; }

int fake_open_descriptors(void)
{
	int count = 0;
	DIR *list = opendir("/proc/self/fd");
	while (list && readdir(list))
		count++;
	if (list)
		closedir(list);
	return count;
}

/* Writes a call down; true when it is the one that fails. */
static bool called(const char *format, ...)
{
	va_list args;
	size_t used = strlen(fake.log);
	va_start(args, format);
	vsnprintf(fake.log + used, sizeof(fake.log) - used, format, args);
	va_end(args);
	strncat(fake.log, " ", sizeof(fake.log) - strlen(fake.log) - 1);
	errno = fake.error;
	return ++fake.calls == fake.fail_at;
}

static int some_descriptor(void) { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

static const char *propagation(uint64_t kind)
{
	return kind & MS_SHARED ? "shared" : kind & MS_SLAVE ? "slave" : kind & MS_PRIVATE ? "private"
		: kind & MS_UNBINDABLE ? "unbindable" : "";
}

static long set_attributes(const long a[6])
{
	const struct mount_attr *attr = (const struct mount_attr *)a[3];
	return called("mount_setattr(%s%s%s%s)", a[2] & AT_RECURSIVE ? "r" : "", propagation(attr->propagation),
		attr->attr_set & MOUNT_ATTR_RDONLY ? "ro" : "", attr->attr_set & MOUNT_ATTR_NOSUID ? "nosuid" : "") ? -1 : 0;
}

static long get_capabilities(const long a[6])
{
	struct __user_cap_data_struct *data = (struct __user_cap_data_struct *)a[1];
	data[0].permitted = data[1].permitted = ~0u;
	return called("capget") ? -1 : 0;
}

static long set_capabilities(const long a[6])
{
	const struct __user_cap_data_struct *data = (const struct __user_cap_data_struct *)a[1];
	return called("capset(e%x,p%x,i%x)", data[0].effective, data[0].permitted, data[0].inheritable) ? -1 : 0;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_mount:
		return called("mount(%s,%s%s)", (const char *)a[1], a[3] & MS_REC ? "r" : "", propagation((uint64_t)a[3])) ? -1 : 0;
	case SYS_umount2: return called("umount(%s%s)", (const char *)a[0], a[1] & MNT_DETACH ? ",lazily" : "") ? -1 : 0;
	case SYS_pivot_root: return called("pivot_root(%s,%s)", (const char *)a[0], (const char *)a[1]) ? -1 : 0;
	case SYS_open_tree: /* the copy of a mount shows the same files */
		return called("open_tree(%s)", a[2] & AT_RECURSIVE ? "r" : "") ? -1 : fcntl((int)a[0], F_DUPFD_CLOEXEC, 3);
	case SYS_move_mount: return called("move_mount(%s,%s)", (const char *)a[1], (const char *)a[3]) ? -1 : 0;
	case SYS_mount_setattr: return set_attributes(a);
	case SYS_fsopen: return called("fsopen(%s)", (const char *)a[0]) ? -1 : some_descriptor();
	case SYS_fsconfig:
		return called("fsconfig(%s%s%s)", a[2] ? (const char *)a[2] : "create", a[3] ? "=" : "", a[3] ? (const char *)a[3] : "")
			? -1 : 0;
	case SYS_fsmount: return called("fsmount%s", a[2] & MOUNT_ATTR_RDONLY ? "(ro)" : "") ? -1 : some_descriptor();
	case SYS_capget: return get_capabilities(a);
	case SYS_capset: return set_capabilities(a);
	default: return -2; /* needs no privilege: the real one */
	}
}

/* Declared without "...": arguments that were not passed are registers with anything in them, and are not looked at. */
long __real_syscall(long number, long a, long b, long c, long d, long e);
long __wrap_syscall(long number, long a, long b, long c, long d, long e);
long __wrap_syscall(long number, long a, long b, long c, long d, long e)
{
	long all[6] = { a, b, c, d, e };
	long result = fake.on ? answer(number, all) : -2;
	return result == -2 ? __real_syscall(number, a, b, c, d, e) : result;
}

#define WRAP(name, declared, passed, ...) \
	int __real_##name declared; \
	int __wrap_##name declared; \
	int __wrap_##name declared { return !fake.on ? __real_##name passed : called(__VA_ARGS__) ? -1 : 0; }
WRAP(chroot, (const char *path), (path), "chroot(%s)", path)
WRAP(chdir, (const char *path), (path), "chdir(%s)", path)
WRAP(fchdir, (int fd), (fd), "fchdir")

int __real_prctl(int option, unsigned long b, unsigned long c, unsigned long d, unsigned long e);
int __wrap_prctl(int option, unsigned long b, unsigned long c, unsigned long d, unsigned long e);
int __wrap_prctl(int option, unsigned long b, unsigned long c, unsigned long d, unsigned long e)
{
	if (!fake.on)
		return __real_prctl(option, b, c, d, e);
	if (option == PR_CAPBSET_DROP && b > 40) {
		errno = EINVAL;
		return -1;
	}
	bool fails = option == PR_CAPBSET_DROP ? called("drop%lu", b)
		: option == PR_CAP_AMBIENT && b == PR_CAP_AMBIENT_RAISE ? called("ambient%lu", c) : called("prctl%d", option);
	return fails ? -1 : 0;
}
