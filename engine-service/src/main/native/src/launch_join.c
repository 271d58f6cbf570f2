/* Namespaces that exist already. Who enters a user namespace has no say any more over others outside of
 * it, so that the order matters; and new namespaces must be made from inside, to belong to it. A process
 * in between does the joining, and makes the container's process a child of the runtime's. */
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "io.h"
#include "launch.h"
#include "safe_path.h"
#include "sys.h"

static int join_one(struct launch *l, int kind, bool again, struct error *e)
{
	if (l->namespaces[kind] < 0)
		return 0;
	if (setns(l->namespaces[kind], namespace_flag(kind)) == 0) {
		close_fd(&l->namespaces[kind]);
		return 0;
	}
	if (errno == EPERM && again)
		return 0; /* the user namespace may have the right that we lack */
	return error_errno(e, "join the %s namespace %s", namespace_name(kind), l->spec->namespaces[kind].path);
}

int launch_join_paths(struct launch *l, struct error *e)
{
	bool user = l->namespaces[NS_USER] >= 0;
	for (int pass = user ? 0 : 1; pass < 2; pass++) {
		for (int kind = 0; kind < NS_KINDS; kind++)
			/* The pid namespace was taken care of before the clone, unless this process is to make one. */
			if (kind != NS_USER && (kind != NS_PID || l->through) && join_one(l, kind, pass == 0, e) != 0)
				return -1;
		if (pass == 0 && join_one(l, NS_USER, false, e) != 0)
			return -1;
	}
	return 0;
}

/* Those it shares with the host are left alone: a user namespace has no right to them. */
int launch_join_container(struct launch *l, int flags, struct error *e)
{
	for (int kind = 0; kind < NS_KINDS; kind++)
		if (kind != NS_PID && kind != NS_USER && l->spec->namespaces[kind].wanted)
			flags |= namespace_flag(kind);
	return setns(l->container, flags) == 0 ? 0 : error_errno(e, "join the container's namespaces");
}

static int join_all(struct launch *l, struct error *e)
{
	if (child_first_steps(l, e) != 0)
		return -1;
	/* Whoever is in there must not get at our descriptors. */
	if ((l->container >= 0 || l->namespaces[NS_USER] >= 0) && child_protect_from_tracing(e) != 0)
		return -1;
	if (l->container < 0)
		return launch_join_paths(l, e);
	return launch_join_container(l, CLONE_NEWUSER | CLONE_NEWPID, e);
}

static _Noreturn void in_between(struct launch *l, struct clone_args *args, int report)
{
	struct error e = { 0 };
	close_fd(&l->sync);
	if (join_all(l, &e) != 0)
		child_fail(l, l->child_sync, &e);
	args->flags |= CLONE_PARENT;
	args->exit_signal = 0;
	pid_t pid = sys_clone3(args);
	if (pid == 0)
		child_main(l);
	if (pid < 0) {
		error_errno(&e, "clone");
		child_fail(l, l->child_sync, &e);
	}
	/* Our own pid namespace is still that of the runtime, which this number is for. */
	_exit(write(report, &pid, sizeof(pid)) == sizeof(pid) ? 0 : 1);
}

int launch_through(struct launch *l, struct clone_args *args, struct error *e)
{
	int report[2];
	if (pipe2(report, O_CLOEXEC) != 0)
		return error_errno(e, "pipe");
	pid_t between = fork();
	if (between == 0)
		in_between(l, args, report[1]);
	close(report[1]);
	if (between < 0 || read(report[0], &l->pid, sizeof(l->pid)) != sizeof(l->pid))
		l->pid = 0;
	close(report[0]);
	while (between > 0 && waitpid(between, NULL, 0) < 0 && errno == EINTR) {
	}
	if (l->pid > 0)
		return 0;
	close_fd(&l->child_sync);
	/* It has said why. */
	return launch_wait_ready(l, e) != 0 ? -1 : error_set(e, "the process that joins namespaces failed");
}

int child_become_root(struct launch *l, struct error *e)
{
	char groups[16];
	AUTO_CLOSE int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	l->groups_denied = proc >= 0 && is_procfs(proc) && read_small(proc, "self/setgroups", groups, sizeof(groups)) > 0
		&& strcmp(groups, "deny") == 0;
	if (!l->groups_denied && setgroups(0, NULL) != 0)
		return error_errno(e, "leave the groups of the runtime");
	if (syscall(SYS_setresgid, 0, 0, 0) != 0 || syscall(SYS_setresuid, 0, 0, 0) != 0)
		return error_errno(e, "become root in the user namespace (id 0 must be mapped)");
	return child_protect_from_tracing(e);
}
