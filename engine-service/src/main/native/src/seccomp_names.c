#include <linux/audit.h>
#include <stdlib.h>
#include <string.h>

#include "seccomp_internal.h"

/* The other processor's filters can be made, and tested, here too. */
#if defined(__x86_64__) && !defined(DAVIT_SECCOMP_AARCH64)
const struct abi abis[ABIS] = {
	{ "SCMP_ARCH_X86_64", AUDIT_ARCH_X86_64, 0, false },
	{ "SCMP_ARCH_X86", AUDIT_ARCH_I386, 0, true },
	{ "SCMP_ARCH_X32", AUDIT_ARCH_X86_64, 0x40000000, true },
};
#elif defined(__aarch64__) || defined(DAVIT_SECCOMP_AARCH64)
/* The 32-bit calls have no table here: a program that makes them is killed. */
const struct abi abis[ABIS] = { { "SCMP_ARCH_AARCH64", AUDIT_ARCH_AARCH64, 0, false } };
#else
#error "the system calls of this processor are not known"
#endif

struct name {
	const char *name;
	short numbers[ABIS];
};

/* Sorted by name; made from the kernel's headers when this is built. */
static const struct name names[] = {
#include "syscalls.inc"
};

/* Calls younger than the headers; since number 424 all processors number them alike. */
static const struct {
	const char *name;
	short number;
} younger[] = { { "cachestat", 451 }, { "fchmodat2", 452 }, { "map_shadow_stack", 453 }, { "futex_wake", 454 },
	{ "futex_wait", 455 }, { "futex_requeue", 456 }, { "statmount", 457 }, { "listmount", 458 },
	{ "lsm_get_self_attr", 459 }, { "lsm_set_self_attr", 460 }, { "lsm_list_modules", 461 }, { "mseal", 462 },
	{ "setxattrat", 463 }, { "getxattrat", 464 }, { "listxattrat", 465 }, { "removexattrat", 466 },
	{ "open_tree_attr", 467 }, { "file_getattr", 468 }, { "file_setattr", 469 } };

static int compare(const void *key, const void *item) { return strcmp(key, ((const struct name *)item)->name); }

int syscall_number(int abi, const char *name)
{
	const struct name *found = bsearch(name, names, sizeof(names) / sizeof(names[0]), sizeof(names[0]), compare);
	if (found)
		return found->numbers[abi];
	for (size_t i = 0; i < sizeof(younger) / sizeof(younger[0]); i++)
		if (strcmp(younger[i].name, name) == 0)
			return younger[i].number;
	return -1;
}
