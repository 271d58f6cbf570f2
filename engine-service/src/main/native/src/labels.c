#include "labels.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>

#include "io.h"
#include "safe_path.h"
#include "sys.h"

static bool given(const char *label) { return label && *label; }

static bool selinux_is_on(void)
{
	enum { MAGIC = 0xf97cff8c };
	struct statfs fs;
	return statfs("/sys/fs/selinux", &fs) == 0 && (unsigned)fs.f_type == (unsigned)MAGIC;
}

static bool apparmor_is_on(void)
{
	char on[8];
	return read_small(AT_FDCWD, "/sys/module/apparmor/parameters/enabled", on, sizeof(on)) > 0 && on[0] == 'Y';
}

int labels_check(const struct spec_process *process, const char *mount_label, struct error *e)
{
	if (given(process->selinux) && !selinux_is_on())
		return error_set(e, "process.selinuxLabel: selinux label is specified in config, but selinux is disabled or not supported");
	if (given(mount_label) && !selinux_is_on())
		return error_set(e, "linux.mountLabel: selinux label is specified in config, but selinux is disabled or not supported");
	if (given(process->apparmor) && !apparmor_is_on())
		return error_set(e, "process.apparmorProfile: apparmor is disabled or not supported by this kernel");
	return 0;
}

/* The way is through the container's procfs, by now the only one there is: it must be procfs, and nothing
 * mounted below may stand in the way, or the write could be led to another file (CVE-2019-16884,
 * CVE-2025-52881). */
static int write_attribute(const char *path, const char *text, struct error *e)
{
	struct open_how how = { .flags = O_WRONLY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS };
	AUTO_CLOSE int proc = open("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (proc < 0 || !is_procfs(proc))
		return error_set(e, "a label needs procfs on the container's /proc");
	AUTO_CLOSE int fd = sys_openat2(proc, path, &how);
	if (fd < 0 || !is_procfs(fd))
		return error_errno(e, "open /proc/%s", path);
	return write_all(fd, text, strlen(text)) < 0 ? error_errno(e, "write \"%s\" to /proc/%s", text, path) : 0;
}

int labels_apply(const struct spec_process *process, struct error *e)
{
	char text[512];
	if (given(process->selinux) && write_attribute("thread-self/attr/exec", process->selinux, e) != 0)
		return error_context(e, "process.selinuxLabel");
	if (!given(process->apparmor))
		return 0;
	snprintf(text, sizeof(text), "exec %s", process->apparmor);
	struct error first = { 0 };
	/* Where several modules are active, each has a directory of its own. */
	if (write_attribute("thread-self/attr/apparmor/exec", text, &first) == 0)
		return 0;
	return write_attribute("thread-self/attr/exec", text, e) == 0 ? 0 : error_context(e, "process.apparmorProfile");
}

bool label_fits(const char *type)
{
	static const char *const without[] = { "proc", "sysfs", "mqueue", "cgroup", "cgroup2" };
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		if (strcmp(type, without[i]) == 0)
			return false;
	return true;
}
