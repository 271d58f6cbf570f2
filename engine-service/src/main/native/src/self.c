#include "self.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>

#include "io.h"
#include "sys.h"

extern char **environ;

enum { SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE };

/* Who may not mount starts a copy in memory, which nobody can write to. */
static int run_from_memory(int self, char **argv, struct error *e)
{
	AUTO_CLOSE int copy = memfd_create("davit-runtime", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	ssize_t n = -1;
	while (copy >= 0 && self >= 0 && (n = sendfile(copy, self, NULL, 1 << 30)) > 0) {
	}
	if (n != 0 || fcntl(copy, F_ADD_SEALS, SEALS) != 0)
		return error_errno(e, "copy the own program");
	syscall(SYS_execveat, copy, "", argv, environ, AT_EMPTY_PATH);
	return error_errno(e, "start the copied program");
}

/* While a process enters a container its /proc/<pid>/exe is this binary, and an image can make it
 * execute /proc/self/exe: whoever opens that can later write through it, and so replace the runtime
 * for everybody (CVE-2019-5736). The kernel refuses this when the program was started by way of a
 * read-only mount. An installation does well to provide one (a bind of the file onto itself, made
 * read-only), which costs nothing at each run; otherwise a private one is made here, and the program
 * started again through it. */
int self_seal(char **argv, struct error *e)
{
	struct statfs fs;
	struct mount_attr readonly = { .attr_set = MOUNT_ATTR_RDONLY };
	AUTO_CLOSE int self = open("/proc/self/exe", O_PATH | O_CLOEXEC);
	if (self < 0 || fstatfs(self, &fs) != 0)
		return error_errno(e, "open the own program");
	if (fs.f_flags & ST_RDONLY)
		return 0;
	/* A copy in memory that is sealed already: F_GET_SEALS fails for every other file. */
	AUTO_CLOSE int readable = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (readable >= 0 && fcntl(readable, F_GET_SEALS) >= SEALS)
		return 0;
	AUTO_CLOSE int copy = sys_open_tree(self, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
	if (copy < 0 && errno == EPERM)
		return run_from_memory(readable, argv, e);
	if (copy < 0 || sys_mount_setattr(copy, "", AT_EMPTY_PATH, &readonly) != 0)
		return error_errno(e, "make a read-only mount of the own program");
	syscall(SYS_execveat, copy, "", argv, environ, AT_EMPTY_PATH);
	return error_errno(e, "start the sealed program");
}
