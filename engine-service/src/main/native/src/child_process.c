/* The last part of a new process's life as ours: its own properties, the wait for `start`, and the
 * execve. It runs in the container already, so that nothing here may trust a file it finds. */
#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <linux/keyctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "caps.h"
#include "io.h"
#include "hooks.h"
#include "home.h"
#include "labels.h"
#include "launch.h"
#include "lookup.h"
#include "rlimits.h"
#include "scheduling.h"
#include "seccomp.h"
#include "seccomp_notify.h"
#include "sys.h"

/* The host's /dev/null must not be handed in: root in the container could change its mode for everybody.
 * The container's own is put in its place. */
static int replace_null(int fd, const struct stat *status, struct error *e)
{
	struct stat own;
	if (!S_ISCHR(status->st_mode) || status->st_rdev != makedev(1, 3))
		return 0;
	AUTO_CLOSE int null = open("/dev/null", O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY);
	if (null < 0 || fstat(null, &own) != 0)
		return error_errno(e, "open the container's /dev/null");
	if (!S_ISCHR(own.st_mode) || own.st_rdev != makedev(1, 3))
		return error_set(e, "the container's /dev/null is not the null device");
	return dup2(null, fd) < 0 ? error_errno(e, "dup2") : 0;
}

static int set_stdio(struct launch *l, struct error *e)
{
	for (int fd = 0; fd < 3; fd++) {
		struct stat status;
		if (l->stdio[fd] >= 0 && dup2(l->stdio[fd], fd) < 0)
			return error_errno(e, "dup2");
		if (fstat(fd, &status) == 0 && replace_null(fd, &status, e) != 0)
			return -1;
		/* So that /dev/stdout can be opened again by an unprivileged process. Devices stay as they are. */
		if (fstat(fd, &status) == 0 && !S_ISCHR(status.st_mode) && !S_ISREG(status.st_mode)
			&& status.st_uid != l->process->uid)
			(void)!fchown(fd, l->process->uid, (gid_t)-1);
	}
	return 0;
}

static int move_up(int fd, int lowest)
{
	return fd >= 0 && fd < lowest ? fcntl(fd, F_DUPFD_CLOEXEC, lowest) : fd;
}

/* Every descriptor but the standard streams, what is passed on purpose, and our sockets is closed now,
 * not by the execve: as long as one of a host's directory is open, a working directory or a command of
 * /proc/self/fd/N/../.. would lead out of the container (CVE-2016-9962, CVE-2024-21626). */
static int close_descriptors(struct launch *l, struct error *e)
{
	unsigned next = 3 + (unsigned)l->preserve_fds;
	int *kept[] = { &l->child_sync, &l->listener, &l->notify };
	enum { KEPT = sizeof(kept) / sizeof(kept[0]) };
	for (int i = 0; i < KEPT; i++)
		*kept[i] = move_up(*kept[i], (int)next);
	for (int round = 0; round < KEPT; round++) {
		int lowest = -1;
		for (int i = 0; i < KEPT; i++)
			if (*kept[i] >= (int)next && (lowest < 0 || *kept[i] < lowest))
				lowest = *kept[i];
		if (lowest < 0)
			break;
		if ((unsigned)lowest > next && sys_close_range(next, (unsigned)lowest - 1, 0) != 0)
			return error_errno(e, "close_range");
		next = (unsigned)lowest + 1;
	}
	return sys_close_range(next, ~0u, 0) == 0 ? 0 : error_errno(e, "close_range");
}

/* A session keyring of its own: the one of whoever started us must not be readable inside. */
static int new_keyring(struct launch *l, struct error *e)
{
	char name[256];
	snprintf(name, sizeof(name), "_ses.%s", l->id);
	if (l->no_keyring || syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name) >= 0 || errno == ENOSYS)
		return 0;
	return error_errno(e, "make a session keyring");
}

/* The working directory must lie below the root: a path through a descriptor left open could lead
 * out of it (CVE-2024-21626), and the kernel then reports it as unreachable. */
static int verify_cwd(struct error *e)
{
	char path[4096];
	long length = syscall(SYS_getcwd, path, sizeof(path));
	if (length < 0)
		return error_errno(e, "the working directory");
	return path[0] == '/' ? 0 : error_set(e, "the working directory is outside of the container's root");
}

static int enter_cwd(const struct spec_process *process, struct error *e)
{
	if (chdir(process->cwd) != 0)
		return error_errno(e, "chdir to cwd (\"%s\") set in config.json failed", process->cwd);
	return verify_cwd(e);
}

static int make_cwd(const struct spec_process *process)
{
	char path[4096];
	if (strlen(process->cwd) >= sizeof(path))
		return -1;
	strcpy(path, process->cwd);
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	return mkdir(path, 0755);
}

/* All groups of the caller are dropped (CVE-2022-36109), then the user changes for good. */
static int set_user(const struct launch *l, struct error *e)
{
	const struct spec_process *process = l->process;
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0)
		return error_errno(e, "keep the capabilities");
	/* A user namespace made without privileges refuses this, since a group can also take rights away. */
	if (!(l->groups_denied && process->group_count == 0)
		&& syscall(SYS_setgroups, process->group_count, process->groups) != 0)
		return error_errno(e, "set the supplementary groups");
	if (syscall(SYS_setresgid, process->gid, process->gid, process->gid) != 0)
		return error_errno(e, "setgid %u", process->gid);
	if (syscall(SYS_setresuid, process->uid, process->uid, process->uid) != 0)
		return error_errno(e, "setuid %u", process->uid);
	/* A change of user makes the process dumpable again: this must never be so before the execve. */
	if (prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return error_errno(e, "prctl");
	return 0;
}

static const uint64_t cap_sys_admin = UINT64_C(1) << 21;

static int set_identity(struct launch *l, struct error *e)
{
	const struct spec_process *process = l->process;
	/* Installing a filter needs CAP_SYS_ADMIN unless no new privileges can be gained. It is the very
	 * last to go. */
	uint64_t keep = l->seccomp && !process->no_new_privileges ? cap_sys_admin : 0;
	bool early = enter_cwd(process, &(struct error){ 0 }) == 0;
	if (!early && errno == ENOENT && l->container < 0 && make_cwd(process) == 0)
		early = enter_cwd(process, &(struct error){ 0 }) == 0;
	if (caps_drop_bounding(&process->caps, e) != 0 || set_user(l, e) != 0)
		return -1;
	umask(process->umask);
	if (caps_apply(&process->caps, keep, e) != 0)
		return -1;
	/* Some directories are for the user only, others for root only. */
	if (!early && enter_cwd(process, e) != 0)
		return -1;
	if (process->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return error_errno(e, "set no_new_privs");
	return 0;
}

static int prepare(struct launch *l, const char **command, char ***env, struct error *e)
{
	if (set_stdio(l, e) != 0 || close_descriptors(l, e) != 0 || new_keyring(l, e) != 0)
		return -1;
	if (rlimits_apply(l->process, e) != 0 || scheduling_apply(l->process, l->spec, e) != 0)
		return -1;
	if (memory_policy_apply(&l->spec->memory_policy, e) != 0 || personality_apply(l->spec, e) != 0)
		return -1;
	*env = home_environment(l->arena, l->process);
	l->environment = *env;
	if (set_identity(l, e) != 0)
		return -1;
	*command = lookup_command(l->arena, l->process, e);
	return *command ? 0 : -1;
}

static void end_unstarted(int signal) { _exit(128 + signal); }

/* The first process of a pid namespace overlooks what would end others; whoever does not want the container after
 * all must be able to say so. The execve takes this back. */
static void end_by_signals(void)
{
	const int ending[] = { SIGTERM, SIGINT, SIGHUP };
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		signal(ending[i], end_unstarted);
}

/* An OCI `create` has gone by now; `start` comes as a connection to the container's own socket. */
static int accept_start(struct launch *l)
{
	for (;;) {
		struct ucred peer = { 0 };
		socklen_t size = sizeof(peer);
		char line[8] = { 0 };
		int fd = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && errno != EINTR && errno != ECONNABORTED)
			_exit(EXIT_OTHER);
		if (fd < 0)
			continue;
		/* The socket lies where only the runtime's user can get at it; this is to be sure of it. */
		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == l->starter)
			&& read(fd, line, sizeof(line) - 1) == 6 && strcmp(line, "start\n") == 0)
			return fd;
		close(fd);
	}
}

static int wait_for_start(struct launch *l)
{
	char type = 'R';
	if (send(l->child_sync, &type, 1, MSG_NOSIGNAL) != 1)
		_exit(EXIT_OTHER);
	if (l->listener >= 0) {
		close_fd(&l->child_sync);
		end_by_signals();
		return accept_start(l);
	}
	/* The end of the file: whoever wanted this container is gone. */
	if (recv(l->child_sync, &type, 1, 0) != 1 || type != 'S')
		_exit(EXIT_OTHER);
	return l->child_sync;
}

static void exec_failed(const char *command, struct error *e)
{
	int problem = errno;
	if (problem == ENOENT)
		error_code(e, EXIT_NOT_FOUND, "exec %s: no such file or directory (the file is there: its interpreter or "
			"dynamic loader is missing)", command);
	else if (problem == EACCES || problem == ENOEXEC || problem == EPERM || problem == EISDIR)
		error_code(e, EXIT_NOT_EXECUTABLE, "exec %s: %s", command, error_name(problem));
	else
		error_code(e, EXIT_OTHER, "exec %s: %s", command, error_name(problem));
}

void child_run_process(struct launch *l, struct error *e)
{
	const char *command = NULL;
	char **env = NULL;
	if (prepare(l, &command, &env, e) != 0)
		child_fail(l, l->child_sync, e);
	int answer = wait_for_start(l);
	if (l->container < 0 && hooks_run(l, HOOK_START_CONTAINER, "created", e) != 0)
		child_fail(l, answer, e);
	if (labels_apply(l->process, e) != 0)
		child_fail(l, answer, e);
	/* From here on only capset, execve and, in failure, a message: more a filter need not allow. */
	if (l->seccomp && (l->notify >= 0 ? seccomp_install_notifying(l, answer, e) : seccomp_install(l->seccomp, e)) != 0)
		child_fail(l, answer, e);
	if (caps_finish(&l->process->caps, e) != 0)
		child_fail(l, answer, e);
	execve(command, l->process->args.items, env);
	exec_failed(command, e);
	child_fail(l, answer, e);
}
