#include "hooks.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "caps.h"
#include "io.h"
#include "log.h"
#include "state.h"
#include "sys.h"
#include "text.h"

extern char **environ;

/* A hook's environment is what the configuration says; otherwise that of whoever runs it, which for
 * startContainer is the container's process. */
static char **environment_of(const struct spec_hook *hook, char **inherited)
{
	return hook->env_given ? hook->env.items : inherited ? inherited : environ;
}

/* What a hook in the container may do is what its process may. A filter that asks somebody else is the process's
 * alone: its listener is told of one. */
static int confine(const struct launch *l)
{
	struct error e = { 0 };
	if (!l || !l->seccomp || l->notify >= 0)
		return 0;
	if (seccomp_install(l->seccomp, &e) == 0 && caps_finish(&l->process->caps, &e) == 0)
		return 0;
	dprintf(2, "%s", e.text);
	return -1;
}

static _Noreturn void run_program(const struct spec_hook *hook, const struct launch *inside, int input, int output)
{
	char *name[] = { (char *)hook->path, NULL };
	dup2(input, 0);
	dup2(output, 1);
	dup2(output, 2);
	sys_close_range(3, ~0u, 0);
	/* The hook is our child and must not keep our masks. */
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (confine(inside) != 0)
		_exit(127);
	execve(hook->path, hook->args.count ? hook->args.items : name, environment_of(hook, inside ? inside->environment : NULL));
	dprintf(2, "%s", error_name(errno));
	_exit(127);
}

/* What a hook that failed has written, on one line, as far as the error has room for it. */
static void add_output(int output, struct error *e)
{
	char text[sizeof(e->text) / 2];
	ssize_t n = pread(output, text, sizeof(text) - 1, 0);
	size_t used = strlen(e->text);
	if (n <= 0)
		return;
	text[n] = '\0';
	while (n > 0 && strchr("\n\r ", text[n - 1]))
		text[--n] = '\0';
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	snprintf(e->text + used, sizeof(e->text) - used, ", output: %s", text);
}

static int judge(const siginfo_t *info, const struct spec_hook *hook, struct error *e)
{
	if (info->si_code == CLD_EXITED && info->si_status == 0)
		return failed(e) ? -1 : 0;
	if (info->si_code == CLD_EXITED)
		return error_set(e, "%s: exit status %d", hook->path, info->si_status);
	char *name = strsignal(info->si_status);
	return error_set(e, "%s: signal: %c%s", hook->path, name[0] | 0x20, name + 1);
}

static int wait_for(pid_t pid, const struct spec_hook *hook, struct error *e)
{
	siginfo_t info = { 0 };
	int pidfd = sys_pidfd_open(pid);
	struct pollfd ready = { pidfd, POLLIN, 0 };
	int timeout = hook->timeout > 0 && hook->timeout < 100000 ? (int)hook->timeout * 1000 : -1;
	if (pidfd < 0 || poll(&ready, 1, timeout) == 0) {
		kill(pid, SIGKILL);
		error_set(e, "%s: not done within %lld s", hook->path, (long long)hook->timeout);
	}
	while (waitid(P_PID, (id_t)pid, &info, WEXITED) < 0 && errno == EINTR) {
	}
	close_fd(&pidfd);
	return judge(&info, hook, e);
}

static int run_one(const struct spec_hook *hook, const struct text *state, const struct launch *inside, struct error *e)
{
	int pair[2];
	/* Neither may wait for the other: a hook that does not read must not be a SIGPIPE, and what it writes goes
	 * to a file in memory, which no process that it leaves behind keeps us from reading. */
	AUTO_CLOSE int output = memfd_create("hook", MFD_CLOEXEC);
	if (output < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return error_errno(e, "%s", hook->path);
	pid_t pid = fork();
	if (pid == 0)
		run_program(hook, inside, pair[1], output);
	close(pair[1]);
	if (pid > 0)
		send(pair[0], state->data, state->length, MSG_NOSIGNAL | MSG_DONTWAIT);
	close(pair[0]);
	if (pid < 0)
		return error_errno(e, "%s", hook->path);
	if (wait_for(pid, hook, e) == 0)
		return 0;
	add_output(output, e);
	return -1;
}

void hooks_run_poststop(const struct spec *spec, const char *id, const char *bundle, struct arena *arena)
{
	struct text state = { .arena = arena };
	struct state values = { .id = id, .bundle = bundle };
	state_describe(&state, &values, "stopped", spec->annotations);
	for (size_t i = 0; i < spec->hooks[HOOK_POSTSTOP].count; i++) {
		struct error e = { 0 };
		if (run_one(&spec->hooks[HOOK_POSTSTOP].items[i], &state, NULL, &e) == 0)
			continue;
		error_context(&e, "error running poststop hook #%zu: poststop hook failed with exit code or signal", i);
		log_warning(&e);
	}
}

int hooks_run(const struct launch *l, int kind, const char *status, struct error *e)
{
	const struct spec_hooks *hooks = &l->spec->hooks[kind];
	if (hooks->count == 0)
		return 0;
	struct text state = { .arena = l->arena };
	struct state values = { .id = l->id, .bundle = l->bundle, .pid = l->pid > 0 ? l->pid : getpid() };
	state_describe(&state, &values, status, l->spec->annotations);
	for (size_t i = 0; i < hooks->count; i++)
		if (run_one(&hooks->items[i], &state, kind == HOOK_START_CONTAINER ? l : NULL, e) != 0)
			return error_context(e, "error running %s hook #%zu", hook_names[kind], i);
	return 0;
}
