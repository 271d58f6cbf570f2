/* A caller's open descriptors. Closing ten thousand of them one by one takes longer than all that an exec does: they
 * are left to a helper instead, which ends while this process goes on. */
#include <linux/futex.h>
#include <sched.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

#include "io.h"
#include "sys.h"

enum { MANY = 1000, STACK = 4096 };

static _Atomic uint32_t over;

/* Its end closes the table that it is then the last one to have. */
static int hold_table(void *unused)
{
	(void)unused;
	struct timespec long_enough = { 1, 0 }; /* should it be killed meanwhile */
	syscall(SYS_futex, &over, FUTEX_WAIT, 0, &long_enough);
	syscall(SYS_exit, 0);
	return 0;
}

/* A table shared with another process is not emptied but left, and a new one begun with what lies below `lowest`. */
static bool leave_table(unsigned lowest)
{
	static _Alignas(16) char stack[STACK];
	/* No signal when it ends, and no child that anybody waits for. */
	if (clone(hold_table, stack + sizeof(stack), CLONE_VM | CLONE_FILES, NULL) < 0)
		return false;
	bool left = sys_close_range(lowest, ~0u, CLOSE_RANGE_UNSHARE) == 0;
	over = 1;
	syscall(SYS_futex, &over, FUTEX_WAKE, 1);
	return left;
}

void close_inherited(int lowest)
{
	struct stat open_ones;
	/* Since Linux 6.2 the size of this directory is how many there are; before, it is 0. */
	bool many = stat("/proc/self/fd", &open_ones) == 0 && open_ones.st_size > MANY;
	if (!many || !leave_table((unsigned)lowest))
		sys_close_range((unsigned)lowest, ~0u, 0);
}
