#include "hooks.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "io.h"
#include "log.h"
#include "state.h"
#include "sys.h"
#include "text.h"

static _Noreturn void run_program(const struct spec_hook *hook, int input)
{
	char *name[] = { (char *)hook->path, NULL };
	dup2(input, 0);
	sys_close_range(3, ~0u, 0);
	/* The hook is our child and must not keep our masks. */
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	execve(hook->path, hook->args.count ? hook->args.items : name, hook->env.items);
	_exit(127);
}

static int wait_for(pid_t pid, const struct spec_hook *hook, struct error *e)
{
	siginfo_t info = { 0 };
	int pidfd = sys_pidfd_open(pid);
	struct pollfd ready = { pidfd, POLLIN, 0 };
	int timeout = hook->timeout > 0 && hook->timeout < 100000 ? (int)hook->timeout * 1000 : -1;
	if (pidfd < 0 || poll(&ready, 1, timeout) == 0) {
		kill(pid, SIGKILL);
		error_set(e, "hook %s: not done within %lld s", hook->path, (long long)hook->timeout);
	}
	while (waitid(P_PID, (id_t)pid, &info, WEXITED) < 0 && errno == EINTR) {
	}
	close_fd(&pidfd);
	if (info.si_code != CLD_EXITED || info.si_status != 0)
		return error_set(e, "hook %s: %s %d", hook->path, info.si_code == CLD_EXITED ? "exit status" : "signal",
			info.si_status);
	return failed(e) ? -1 : 0;
}

static int run_one(const struct spec_hook *hook, const struct text *state, struct error *e)
{
	int pair[2];
	/* A socket, not a pipe: writing to a hook that does not read must not be a SIGPIPE. */
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return error_errno(e, "hook %s", hook->path);
	pid_t pid = fork();
	if (pid == 0)
		run_program(hook, pair[1]);
	close(pair[1]);
	if (pid > 0)
		send(pair[0], state->data, state->length, MSG_NOSIGNAL | MSG_DONTWAIT);
	close(pair[0]);
	return pid > 0 ? wait_for(pid, hook, e) : error_errno(e, "hook %s", hook->path);
}

void hooks_run_poststop(const struct spec *spec, const char *id, const char *bundle, struct arena *arena)
{
	struct text state = { .arena = arena };
	struct state values = { .id = id, .bundle = bundle };
	state_describe(&state, &values, "stopped", spec->annotations);
	for (size_t i = 0; i < spec->hooks[HOOK_POSTSTOP].count; i++) {
		struct error e = { 0 };
		if (run_one(&spec->hooks[HOOK_POSTSTOP].items[i], &state, &e) != 0)
			log_warning(&e);
	}
}

int hooks_run(const struct spec_hooks *hooks, const struct launch *l, const char *status, struct error *e)
{
	if (hooks->count == 0)
		return 0;
	struct text state = { .arena = l->arena };
	struct state values = { .id = l->id, .bundle = l->bundle, .pid = l->pid > 0 ? l->pid : getpid() };
	state_describe(&state, &values, status, l->spec->annotations);
	for (size_t i = 0; i < hooks->count; i++)
		if (run_one(&hooks->items[i], &state, e) != 0)
			return -1;
	return 0;
}
