#include "caps.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

#include "log.h"
#include "sys.h"

static const char *const names[] = { "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID",
	"CAP_KILL", "CAP_SETGID", "CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE",
	"CAP_NET_BROADCAST", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE",
	"CAP_SYS_RAWIO", "CAP_SYS_CHROOT", "CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT",
	"CAP_SYS_NICE", "CAP_SYS_RESOURCE", "CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE",
	"CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL", "CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG",
	"CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND", "CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE" };
enum { COUNT = sizeof(names) / sizeof(names[0]) };

int cap_number(const char *name)
{
	for (int i = 0; i < COUNT; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

const char *cap_name(int number) { return number >= 0 && number < COUNT ? names[number] : NULL; }

int caps_drop_bounding(const struct spec_caps *caps, struct error *e)
{
	for (unsigned long number = 0; number < 64; number++) {
		if (caps->bounding >> number & 1)
			continue;
		if (prctl(PR_CAPBSET_DROP, number, 0, 0, 0) == 0)
			continue;
		if (errno == EINVAL)
			break; /* past the last one the kernel knows */
		return error_errno(e, "drop capability %lu from the bounding set", number);
	}
	return 0;
}

/* What this process may have at all: a set may not grow beyond its own permitted one. */
static int permitted_now(uint64_t *mine, uint64_t *inheritable, struct error *e)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };
	if (syscall(SYS_capget, &header, data) != 0)
		return error_errno(e, "read the own capabilities");
	*mine = data[0].permitted | (uint64_t)data[1].permitted << 32;
	*inheritable = data[0].inheritable | (uint64_t)data[1].inheritable << 32;
	return 0;
}

bool caps_effective(int number)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };
	return syscall(SYS_capget, &header, data) == 0 && data[number / 32].effective >> number % 32 & 1;
}

static int set_three(uint64_t effective, uint64_t permitted, uint64_t inheritable, struct error *e)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = {
		{ (uint32_t)effective, (uint32_t)permitted, (uint32_t)inheritable },
		{ (uint32_t)(effective >> 32), (uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32) },
	};
	if (syscall(SYS_capset, &header, data) != 0)
		return error_errno(e, "set the capabilities");
	return 0;
}

/* Capabilities that Docker asks for (--privileged) and this process has not got itself cannot be
 * handed on; they are left out as runc leaves them out. */
int caps_apply(const struct spec_caps *caps, uint64_t keep, struct error *e)
{
	uint64_t mine, inheritable;
	if (permitted_now(&mine, &inheritable, e) != 0)
		return -1;
	uint64_t permitted = (caps->permitted | keep) & mine;
	if (set_three((caps->effective | keep) & permitted, permitted, caps->inheritable & mine, e) != 0)
		return -1;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 && errno != EINVAL)
		return error_errno(e, "clear the ambient capabilities");
	/* The kernel takes only what is permitted and inheritable; the rest is asked for in vain. */
	uint64_t ambient = caps->ambient & caps->permitted & caps->inheritable & mine;
	for (unsigned long number = 0; number < COUNT; number++) {
		if (!(ambient >> number & 1))
			continue;
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, number, 0, 0) != 0)
			return error_errno(e, "raise the ambient capability %s", names[number]);
	}
	return 0;
}

static void warn_unknown(const struct strings *unknown)
{
	struct error e = { 0 };
	size_t used = (size_t)snprintf(e.text, sizeof(e.text), "ignoring unknown or unavailable capabilities: [");
	for (size_t i = 0; i < unknown->count && used < sizeof(e.text) - 1; i++)
		used += (size_t)snprintf(e.text + used, sizeof(e.text) - used, "%s%s", i ? " " : "", unknown->items[i]);
	if (used < sizeof(e.text) - 1)
		strcpy(e.text + used, "]");
	if (unknown->count)
		log_warning(&e);
}

void caps_warn(const struct spec_caps *caps)
{
	uint64_t in_vain = caps->ambient & ~(caps->permitted & caps->inheritable);
	warn_unknown(&caps->unknown);
	for (int number = 0; number < COUNT; number++) {
		struct error e = { 0 };
		if (!(in_vain >> number & 1))
			continue;
		error_set(&e, "can't raise ambient capability %s: it must be permitted and inheritable", names[number]);
		log_warning(&e);
	}
}

int caps_finish(const struct spec_caps *caps, struct error *e)
{
	uint64_t mine, inheritable;
	if (permitted_now(&mine, &inheritable, e) != 0)
		return -1;
	uint64_t permitted = caps->permitted & mine;
	/* What is inheritable need not be permitted. It has been set before; now the kernel lets it only shrink. */
	return set_three(caps->effective & permitted, permitted, caps->inheritable & (mine | inheritable), e);
}
