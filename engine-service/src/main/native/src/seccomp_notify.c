/* When the filter is on, the process may perhaps not even send a message any more: what it may do is
 * for the listener to say, who has not got the descriptor yet. A second thread that is not filtered
 * sends it; the execve ends that thread. */
#include "seccomp_notify.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "io.h"
#include "state.h"
#include "sys.h"
#include "text.h"

enum { NOT_YET = -1, FAILED = -2 };

struct messenger {
	struct launch *launch;
	struct text text;
	int answer;
	_Atomic int fd;   /* of the filter, when it is installed */
	_Atomic bool sent;
};

static int send_with_fd(int socket, const struct text *text, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec data = { text->data, text->length };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control) };
	memset(&control, 0, sizeof(control));
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) == (ssize_t)text->length ? 0 : -1;
}

static int deliver(void *argument)
{
	struct messenger *m = argument;
	struct error e = { 0 };
	struct timespec moment = { 0, 20000 };
	while (m->fd == NOT_YET)
		nanosleep(&moment, NULL);
	if (m->fd != FAILED && send_with_fd(m->launch->notify, &m->text, m->fd) != 0) {
		error_errno(&e, "linux.seccomp.listenerPath: send the descriptor of the filter");
		child_fail(m->launch, m->answer, &e);
	}
	shutdown(m->launch->notify, SHUT_RDWR);
	m->sent = true;
	syscall(SYS_exit, 0);
	return 0;
}

/* "container process state" of the runtime specification. */
static void describe(struct launch *l, struct text *to)
{
	struct text state = { .arena = l->arena };
	struct state values = { .id = l->id, .bundle = l->bundle, .pid = l->host_pid };
	text_print(to, "{\"ociVersion\":\"" OCI_VERSION "\",\"fds\":[\"seccompFd\"],\"pid\":%d", l->host_pid);
	if (l->seccomp->metadata && *l->seccomp->metadata) {
		text_print(to, ",\"metadata\":");
		text_quote(to, l->seccomp->metadata);
	}
	state_describe(&state, &values, l->container >= 0 ? "running" : "creating", l->spec->annotations);
	text_print(to, ",\"state\":");
	text_add(to, state.data, state.length - 1);
	text_add(to, "}", 1);
}

int seccomp_install_notifying(struct launch *l, int answer, struct error *e)
{
	static _Alignas(4096) char stack[64 * 1024];
	static struct messenger m;
	struct sock_fprog program = { l->seccomp->length, l->seccomp->code };
	m = (struct messenger){ .launch = l, .text = { .arena = l->arena }, .answer = answer, .fd = NOT_YET };
	describe(l, &m.text);
	int shared = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
	if (clone(deliver, stack + sizeof(stack), shared, &m) < 0)
		return error_errno(e, "start the thread that talks to the seccomp listener");
	long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, l->seccomp->flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
	if (fd < 0) {
		error_errno(e, "install the system call filter");
		m.fd = FAILED;
		return -1;
	}
	m.fd = (int)fd;
	/* No system call from here on: sleeping could be one that is not allowed. */
	while (!m.sent)
		;
	return 0;
}
