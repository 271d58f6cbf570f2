/* System calls that musl has no wrapper for, and their constants.
 * <sys/mount.h> must not be included beside <linux/mount.h>; this header stands for both. */
#ifndef DAVIT_SYS_H
#define DAVIT_SYS_H

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif
#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH 0x1000
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif
#ifndef MNT_DETACH
#define MNT_DETACH 2
#endif
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static inline int sys_openat2(int dir, const char *path, struct open_how *how)
{
	return (int)syscall(SYS_openat2, dir, path, how, sizeof(*how));
}
static inline pid_t sys_clone3(struct clone_args *args)
{
	return (pid_t)syscall(SYS_clone3, args, sizeof(*args));
}
static inline int sys_open_tree(int dir, const char *path, unsigned flags)
{
	return (int)syscall(SYS_open_tree, dir, path, flags);
}
static inline int sys_move_mount(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
	return (int)syscall(SYS_move_mount, from_dir, from, to_dir, to, flags);
}
static inline int sys_mount_setattr(int dir, const char *path, unsigned flags, struct mount_attr *attr)
{
	return (int)syscall(SYS_mount_setattr, dir, path, flags, attr, sizeof(*attr));
}
static inline int sys_fsopen(const char *type, unsigned flags) { return (int)syscall(SYS_fsopen, type, flags); }
static inline int sys_fsconfig(int fs, unsigned command, const char *key, const void *value, int aux)
{
	return (int)syscall(SYS_fsconfig, fs, command, key, value, aux);
}
static inline int sys_fsmount(int fs, unsigned flags, unsigned attributes)
{
	return (int)syscall(SYS_fsmount, fs, flags, attributes);
}
static inline int sys_mount(const char *source, const char *target, const char *type, unsigned long flags)
{
	return (int)syscall(SYS_mount, source, target, type, flags, NULL);
}
static inline int sys_umount_detach(const char *target) { return (int)syscall(SYS_umount2, target, MNT_DETACH); }
static inline int sys_pivot_root(const char *to, const char *old) { return (int)syscall(SYS_pivot_root, to, old); }
static inline int sys_close_range(unsigned first, unsigned last, unsigned flags)
{
	return (int)syscall(SYS_close_range, first, last, flags);
}
static inline int sys_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }
static inline int sys_pidfd_send_signal(int pidfd, int signal)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

#endif
