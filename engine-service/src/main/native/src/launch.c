#include "launch.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "console.h"
#include "io.h"
#include "log.h"
#include "sys.h"

struct message {
	char type;
	int exit_code;
	char text[sizeof(((struct error *)0)->text)];
};

static int send_type(int socket, char type) { return send(socket, &type, 1, MSG_NOSIGNAL) == 1 ? 0 : -1; }

void launch_init(struct launch *l, struct arena *arena)
{
	memset(l, 0, sizeof(*l));
	l->arena = arena;
	l->container = l->resctrl = l->notify = l->listener = l->sync = l->child_sync = l->master = -1;
	for (int i = 0; i < 3; i++)
		l->stdio[i] = -1;
	for (int i = 0; i < NS_KINDS; i++)
		l->namespaces[i] = -1;
}

/* The paths are opened before anything is joined, and must be what they are said to be: setns checks
 * the kind of each. */
static int open_namespaces(struct launch *l, struct error *e)
{
	for (int kind = 0; kind < NS_KINDS; kind++) {
		const char *path = l->spec->namespaces[kind].path;
		if (path && (l->namespaces[kind] = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
			return error_errno(e, "open the %s namespace %s", namespace_name(kind), path);
	}
	return 0;
}

static uint64_t new_namespaces(const struct launch *l)
{
	uint64_t flags = 0;
	/* The cgroup namespace is made later, by the child, when it is in its cgroup; the time namespace
	 * too, since its clocks can be set only while nobody is in it. */
	for (int kind = 0; kind < NS_KINDS; kind++)
		if (kind != NS_CGROUP && kind != NS_TIME && spec_new_namespace(l->spec, kind))
			flags |= (uint64_t)namespace_flag(kind);
	return flags;
}

/* A pid namespace is for children: the parent says so before the clone and takes it back after. */
static int clone_into(struct launch *l, int pid_namespace, struct clone_args *args, struct error *e)
{
	AUTO_CLOSE int own = -1;
	if (pid_namespace >= 0) {
		own = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
		if (own < 0 || setns(pid_namespace, CLONE_NEWPID) != 0)
			return error_errno(e, "join the pid namespace");
	}
	l->pid = sys_clone3(args);
	if (l->pid == 0)
		child_main(l);
	if (l->pid < 0)
		error_errno(e, "clone");
	if (pid_namespace >= 0 && setns(own, CLONE_NEWPID) != 0)
		return error_errno(e, "return to the own pid namespace");
	return l->pid < 0 ? -1 : 0;
}

static bool joins_any(const struct launch *l)
{
	for (int kind = 0; kind < NS_KINDS; kind++)
		if (l->namespaces[kind] >= 0)
			return true;
	return false;
}

/* With the number by which the process is known out here. */
static int let_go_on(const struct launch *l)
{
	struct message go = { .type = 'G', .exit_code = l->pid };
	return send(l->sync, &go, offsetof(struct message, text), MSG_NOSIGNAL) > 0 ? 0 : -1;
}

int launch_spawn(struct launch *l, struct error *e)
{
	int pair[2];
	struct clone_args args = { .exit_signal = SIGCHLD };
	if (l->container < 0) {
		if (open_namespaces(l, e) != 0)
			return -1;
		args.flags = new_namespaces(l);
		l->through = l->spec->namespaces[NS_USER].wanted && joins_any(l);
	}
	l->gate = launch_needs_outside(l);
	launch_give_streams(l);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return error_errno(e, "socketpair");
	l->sync = pair[0];
	l->child_sync = pair[1];
	int group = l->unit ? -1 : cgroup_clone_fd(l->cgroup);
	if (group >= 0) {
		args.flags |= CLONE_INTO_CGROUP;
		args.cgroup = (uint64_t)group;
	}
	if (l->seccomp)
		log_debug("seccomp filter flags: %u", (l->seccomp->flags & ~1u) | (l->notify >= 0 ? 8 : 0)); /* without TSYNC, with NEW_LISTENER */
	log_debug("nsexec container setup: namespaces 0x%llx", (unsigned long long)args.flags);
	if (l->container >= 0 && l->process->affinity_first.text)
		log_debug("nsexec: affinity: 0x%lx", l->process->affinity_first.words[0]);
	int pid_namespace = l->container >= 0 ? l->container : l->namespaces[NS_PID];
	int result = l->through ? launch_through(l, &args, e) : clone_into(l, pid_namespace, &args, e);
	close_fd(&l->child_sync);
	log_debug("child process in init(): %d", l->pid);
	if (result == 0 && l->gate)
		result = launch_from_outside(l, e) == 0 && let_go_on(l) == 0 ? 0 : error_set(e, "the new process is gone");
	for (int kind = 0; kind < NS_KINDS; kind++)
		close_fd(&l->namespaces[kind]);
	return result;
}

/* One message, with the descriptor that may come along. 0: the other end is closed. */
static ssize_t receive(int socket, struct message *message, int *fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec data = { message, sizeof(*message) };
	struct msghdr header = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control) };
	ssize_t n;
	memset(message, 0, sizeof(*message));
	do
		n = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == ECONNRESET)
		n = 0;
	struct cmsghdr *c = n > 0 ? CMSG_FIRSTHDR(&header) : NULL;
	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS && fd)
		memcpy(fd, CMSG_DATA(c), sizeof(int));
	return n;
}

static int reported(const struct message *message, struct error *e)
{
	return error_code(e, message->exit_code, "%.*s", (int)sizeof(message->text) - 1, message->text);
}

int launch_wait_ready(struct launch *l, struct error *e)
{
	struct message message;
	for (;;) {
		ssize_t n = receive(l->sync, &message, &l->master);
		if (n < 0)
			return error_errno(e, "read from the new process");
		if (n == 0)
			return error_set(e, "the new process ended before it was ready (killed, or out of memory)");
		if (message.type == 'E')
			return reported(&message, e);
		if (message.type == 'R') {
			log_debug(l->container >= 0 ? "setns_init: about to exec" : "init: closing the pipe to signal completion");
			return 0;
		}
		if (message.type == 'H' && ((l->hooks && l->hooks(l, e) != 0) || send_type(l->sync, 'G') != 0))
			return error_set(e, "the new process ended while hooks ran");
	}
}

int launch_start(struct launch *l, struct error *e)
{
	struct message message;
	if (send_type(l->sync, 'S') != 0)
		return error_set(e, "the process is gone");
	ssize_t n = receive(l->sync, &message, NULL);
	if (n > 0 && message.type == 'E')
		return reported(&message, e);
	close_fd(&l->sync);
	return n < 0 ? error_errno(e, "read from the new process") : 0;
}

void launch_abort(struct launch *l)
{
	close_fd(&l->sync);
	close_fd(&l->master);
	if (l->pid <= 0)
		return;
	kill(l->pid, SIGKILL);
	while (waitpid(l->pid, NULL, 0) < 0 && errno == EINTR) {
	}
	l->pid = 0;
}

/* The child's side. */

void child_fail(struct launch *l, int socket, struct error *e)
{
	struct message message = { .type = 'E', .exit_code = e->exit_code };
	memcpy(message.text, e->text, sizeof(message.text));
	if (socket == l->child_sync) {
		send(socket, &message, sizeof(message), MSG_NOSIGNAL);
	} else { /* the start socket, which speaks lines */
		send(socket, "error ", 6, MSG_NOSIGNAL | MSG_MORE);
		send(socket, e->text, strlen(e->text), MSG_NOSIGNAL | MSG_MORE);
		send(socket, "\n", 1, MSG_NOSIGNAL);
	}
	_exit(e->exit_code);
}

static int wait_to_go_on(struct launch *l, struct error *e)
{
	struct message message;
	if (receive(l->child_sync, &message, NULL) <= 0 || message.type != 'G')
		return error_set(e, "the runtime went away");
	if (message.exit_code)
		l->host_pid = message.exit_code;
	return 0;
}

int child_wait_for_outside(struct launch *l, struct error *e) { return l->gate ? wait_to_go_on(l, e) : 0; }

int child_hooks_point(struct launch *l, struct error *e)
{
	if (!l->hooks)
		return 0;
	return send_type(l->child_sync, 'H') == 0 ? wait_to_go_on(l, e) : error_set(e, "the runtime went away");
}

int child_send_console(struct launch *l, int master, struct error *e)
{
	return send_fd(l->child_sync, master, "C") == 0 ? 0 : error_errno(e, "send the terminal");
}

static void reset_signals(void)
{
	sigset_t none;
	struct sigaction normal = { .sa_handler = SIG_DFL };
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &normal, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void child_main(struct launch *l)
{
	struct error e = { 0 };
	close_fd(&l->sync);
	reset_signals();
	int result = l->container >= 0 ? child_join_container(l, &e) : child_set_up_container(l, &e);
	if (result != 0)
		child_fail(l, l->child_sync, &e);
	child_run_process(l, &e);
}
