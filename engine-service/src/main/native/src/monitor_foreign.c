#include "monitor_foreign.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "console.h"
#include "io.h"
#include "monitor.h"
#include "monitor_complaint.h"
#include "spec.h"
#include "state.h"

enum { MAX_WORDS = 24 };

static int streams[3] = { -1, -1, -1 }; /* of an exec, until it is started */
static int console = -1;                /* where the runtime sends the terminal's master */

/* The files beside the monitor's socket: they go again with it. */
static const char *beside(struct arena *arena, const char *suffix)
{
	return arena_print(arena, "%s%s", monitor.options.socket, suffix);
}

static _Noreturn void run_program(char **words, const int stdio[3])
{
	char score[16];
	sigset_t none;
	umask(022); /* the engine's own would show in directories that the runtime makes */
	/* The container must not inherit what protects the monitor. */
	snprintf(score, sizeof(score), "%d", monitor.original_oom_score);
	write_file(AT_FDCWD, "/proc/self/oom_score_adj", score);
	for (int fd = 0; stdio && fd < 3; fd++)
		if (stdio[fd] >= 0)
			dup2(stdio[fd], fd);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(words[0], words);
	_exit(127);
}

/* Runs `RUNTIME --root … --log … COMMAND …` to its end. */
static int call(struct arena *arena, const char *const command[], const int stdio[3], struct error *e)
{
	const char *log = beside(arena, ".log");
	char *words[MAX_WORDS] = { (char *)monitor.options.runtime, "--root", (char *)state_root, "--log", (char *)log,
		"--log-format", "json" };
	size_t count = 7;
	int status = 0;
	for (size_t i = 0; command[i] && count < MAX_WORDS - 1; i++)
		words[count++] = (char *)command[i];
	pid_t pid = fork();
	if (pid == 0)
		run_program(words, stdio);
	if (pid < 0)
		return error_errno(e, "run %s", monitor.options.runtime);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
	}
	int result = status == 0 ? 0 : foreign_complaint(arena, log, command[0], status, e);
	unlink(log);
	return result;
}

static int listen_for_console(struct arena *arena, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *path = beside(arena, ".tty");
	if (!monitor.options.tty)
		return 0;
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(e, "the console socket's path is too long: %s", path);
	strcpy(address.sun_path, path);
	console = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (console < 0 || bind(console, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(console, 1) != 0)
		return error_errno(e, "make the console socket");
	return 0;
}

/* The runtime has connected and sent before it ended: both wait in the socket. */
static int take_console(struct arena *arena, struct error *e)
{
	if (!monitor.options.tty)
		return 0;
	fcntl(console, F_SETFL, O_NONBLOCK);
	AUTO_CLOSE int peer = accept4(console, NULL, NULL, SOCK_CLOEXEC);
	int master = peer >= 0 ? receive_fd(peer) : -1;
	close_fd(&console);
	unlink(beside(arena, ".tty"));
	if (master < 0)
		return error_set(e, "%s sent no terminal", monitor.options.runtime);
	if (monitor.options.rows || monitor.options.columns)
		console_resize(master, monitor.options.rows, monitor.options.columns);
	return monitor_keep_terminal(master);
}

static int take_pid(struct arena *arena, struct error *e)
{
	char text[16];
	long long pid = 0;
	const char *path = beside(arena, ".pid");
	if (read_small(AT_FDCWD, path, text, sizeof(text)) <= 0 || !parse_number(text, 1, INT32_MAX, &pid))
		return error_errno(e, "read the process's number from %s", path);
	unlink(path);
	monitor.pid = (pid_t)pid;
	return 0;
}

static int make(struct arena *arena, const char *const command[], const int stdio[3], struct error *e)
{
	return call(arena, command, stdio, e) == 0 && take_console(arena, e) == 0 ? take_pid(arena, e) : -1;
}

int foreign_create(const int stdio[3], struct error *e)
{
	struct arena arena = { 0 };
	int result = listen_for_console(&arena, e);
	if (monitor.options.exec) {
		for (int fd = 0; fd < 3; fd++)
			streams[fd] = stdio[fd] < 0 ? -1 : fcntl(stdio[fd], F_DUPFD_CLOEXEC, 3);
	} else if (result == 0) {
		const char *command[] = { "create", "--bundle", monitor.options.bundle, "--pid-file", beside(&arena, ".pid"),
			console < 0 ? monitor.options.id : "--console-socket", console < 0 ? NULL : beside(&arena, ".tty"),
			monitor.options.id, NULL };
		result = make(&arena, command, stdio, e);
	}
	arena_free(&arena);
	return result;
}

static int start_exec(struct arena *arena, struct error *e)
{
	const char *command[] = { "exec", "--detach", "--process", monitor.options.process, "--pid-file", beside(arena, ".pid"),
		console < 0 ? monitor.options.exec : "--console-socket", console < 0 ? NULL : beside(arena, ".tty"),
		monitor.options.exec, NULL };
	int result = make(arena, command, streams, e);
	for (int fd = 0; fd < 3; fd++)
		close_fd(&streams[fd]);
	return result;
}

int foreign_start(struct error *e)
{
	struct arena arena = { 0 };
	const char *command[] = { "start", monitor.options.id, NULL };
	int result = monitor.options.exec ? start_exec(&arena, e) : call(&arena, command, NULL, e);
	arena_free(&arena);
	return result;
}

bool foreign_oom_killed(void)
{
	struct arena arena = { 0 };
	struct error ignored = { 0 };
	struct cgroup cgroup = { 0 };
	struct spec *spec = monitor.options.exec ? NULL : spec_load(&arena, monitor.options.bundle, &ignored);
	bool killed = false;
	if (spec && spec->cgroups_path && cgroup_locate(&cgroup, &arena, spec->cgroups_path, &ignored) == 0) {
		killed = cgroup_open(&cgroup, &ignored) == 0 && cgroup_oom_killed(&cgroup);
		cgroup_close(&cgroup);
	}
	arena_free(&arena);
	return killed;
}

void foreign_remove(void)
{
	struct arena arena = { 0 };
	struct error ignored = { 0 };
	const char *command[] = { "delete", "--force", monitor.options.id, NULL };
	close_fd(&console);
	if (!monitor.options.exec)
		call(&arena, command, NULL, &ignored);
	unlink(beside(&arena, ".tty"));
	unlink(beside(&arena, ".pid"));
	arena_free(&arena);
}
