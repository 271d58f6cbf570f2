#include "monitor.h"

#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "container.h"
#include "exec.h"
#include "io.h"
#include "monitor_foreign.h"
#include "sys.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

struct monitor monitor;

/* Needed until the start only, then given back with everything that hangs on it. */
static struct arena arena;
static struct container *container;
static struct exec *exec;

/* The container's ends go to `stdio`, ours stay. */
static int make_streams(int stdio[3], struct error *e)
{
	int pipes[3][2];
	if (monitor.options.tty)
		return 0;
	for (int fd = 0; fd < 3; fd++) {
		if (fd == 0 && !monitor.options.open_stdin)
			continue; /* stays at /dev/null */
		if (pipe2(pipes[fd], O_CLOEXEC) != 0)
			return error_errno(e, "pipe");
		int theirs = fd == 0 ? 0 : 1;
		stdio[fd] = pipes[fd][theirs];
		struct watch *ours = fd == 0 ? &monitor.input : &monitor.output[fd - 1];
		ours->fd = pipes[fd][1 - theirs];
		fcntl(ours->fd, F_SETFL, O_NONBLOCK);
	}
	return 0;
}

static int keep_terminal(struct launch *l, struct error *e)
{
	if (!monitor.options.tty)
		return 0;
	if (l->master < 0)
		return error_set(e, "--tty needs process.terminal in the configuration");
	int master = l->master;
	l->master = -1;
	return monitor_keep_terminal(master);
}

int monitor_keep_terminal(int master)
{
	monitor.output[0].fd = master;
	fcntl(monitor.output[0].fd, F_SETFL, O_NONBLOCK);
	monitor.slave = ioctl(monitor.output[0].fd, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (monitor.options.open_stdin)
		monitor.input.fd = fcntl(monitor.output[0].fd, F_DUPFD_CLOEXEC, 3);
	return 0;
}

/* Taking a mount or ipc namespace down is the dearest part of a process's end, and is left to whoever
 * closes it last. With these held, the exit is seen and reported first; they go with this process. */
static void hold_namespaces(pid_t pid)
{
	static const char *const kinds[] = { "mnt", "ipc" };
	for (int i = 0; i < 2; i++) {
		char path[64];
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kinds[i]);
		(void)!open(path, O_RDONLY | O_CLOEXEC);
	}
}

static int create_container(int stdio[3], struct error *e)
{
	struct create_options options = {
		.id = monitor.options.id,
		.bundle = monitor.options.bundle,
		.start_link = monitor.options.socket,
		.stdio = { stdio[0], stdio[1], stdio[2] },
		.oom_score_given = true,
		.oom_score = monitor.original_oom_score,
		.rows = monitor.options.rows,
		.columns = monitor.options.columns,
	};
	container = arena_alloc(&arena, sizeof(*container));
	if (container_create(container, &arena, &options, e) != 0)
		return -1;
	if (container->spec->process.terminal != monitor.options.tty)
		error_set(e, "--tty and process.terminal of the configuration differ");
	monitor.pid = container->launch.pid;
	hold_namespaces(monitor.pid);
	cgroup_close(&container->cgroup);
	return failed(e) ? -1 : keep_terminal(&container->launch, e);
}

static int create_exec(int stdio[3], struct error *e)
{
	size_t length;
	char *text;
	exec = arena_alloc(&arena, sizeof(*exec));
	if (exec_open(exec, &arena, monitor.options.exec, e) != 0
		|| !(text = read_stream(&arena, monitor.options.process, JSON_MAX_SIZE, &length, e))
		|| exec_read_process(exec, monitor.options.process, text, length, e) != 0)
		return -1;
	struct spec_process *process = &exec->process;
	if (!process->oom_score_given) {
		process->oom_score_given = true;
		process->oom_score = exec->spec->process.oom_score_given ? exec->spec->process.oom_score : monitor.original_oom_score;
	}
	if (monitor.options.rows || monitor.options.columns) {
		process->rows = monitor.options.rows;
		process->columns = monitor.options.columns;
	}
	if (process->terminal != monitor.options.tty)
		return error_set(e, "--tty and terminal of %s differ", monitor.options.process);
	memcpy(exec->launch.stdio, stdio, sizeof(exec->launch.stdio));
	if (exec_create(exec, e) != 0)
		return -1;
	monitor.pid = exec->launch.pid;
	exec_close(exec);
	return keep_terminal(&exec->launch, e);
}

static int create(struct error *e)
{
	int stdio[3] = { -1, -1, -1 };
	if (log_open(&monitor.log, monitor.options.log_path, monitor.options.log_max_size, monitor.options.log_max_files, e) != 0
		|| make_streams(stdio, e) != 0)
		return -1;
	if ((monitor.listener.fd = attach_listen(monitor.options.socket, e)) < 0)
		return -1;
	int result = monitor.options.runtime ? foreign_create(stdio, e)
		: monitor.options.exec ? create_exec(stdio, e) : create_container(stdio, e);
	if (result == 0 && monitor.options.runtime && !monitor.options.exec)
		hold_namespaces(monitor.pid);
	for (int i = 0; i < 3; i++)
		close_fd(&stdio[i]);
	return result;
}

static void remove_all(void)
{
	struct error ignored = { 0 };
	if (monitor.options.runtime) {
		foreign_remove();
	} else if (container) {
		struct cgroup *cgroup = &container->cgroup;
		/* They were closed to keep few descriptors; the path is what counts. */
		if (container->state.cgroup && cgroup_locate(cgroup, &arena, container->state.cgroup, &ignored) == 0)
			cgroup_open(cgroup, &ignored);
		if (container->state.dir >= 0)
			container_undo(container);
	} else if (exec) {
		launch_abort(&exec->launch);
	}
	unlink(monitor.options.socket);
}

void monitor_abandon(void)
{
	if (monitor.status == STATUS_CREATED)
		remove_all();
	_exit(EXIT_OTHER);
}

static void give_memory_back(void)
{
	if (container)
		close_fd(&container->state.dir);
	container = NULL;
	exec = NULL;
	arena_free(&arena);
}

int monitor_start(struct error *e)
{
	int result = monitor.options.runtime ? foreign_start(e) : exec ? exec_start(exec, e) : container_start(container, e);
	if (result != 0) {
		remove_all();
		monitor.status = STATUS_EXITED;
		control_error(e);
		control_close();
		return -1;
	}
	monitor.status = STATUS_RUNNING;
	give_memory_back();
	control_event("started", monitor.pid);
	control_close();
	return 0;
}

/* Everything was given back at the start: what is needed now is read again. */
static void remove_container(struct state *state)
{
	struct error ignored = { 0 };
	if (state->dir >= 0 && state->cgroup)
		container_remove(state, &arena, &ignored);
}

static void check_oom(struct state *state)
{
	struct cgroup cgroup;
	struct error ignored = { 0 };
	if (cgroup_open_path(&cgroup, &arena, state->cgroup, &ignored) == 0)
		monitor.oom_killed = cgroup_oom_killed(&cgroup);
	cgroup_close(&cgroup);
}

/* In this order: output to the log and the clients, exit file, those who wait, then the remains. The
 * sockets of those who wait are closed when nothing of the container is left. */
void monitor_exited(void)
{
	struct error ignored = { 0 }, killed = { 0 };
	struct state state = { .dir = -1 };
	char line[256];
	if (monitor.control_out >= 0) {
		error_set(&killed, "the process was killed before it was started");
		control_error(&killed);
	}
	log_finish(&monitor.log);
	attach_close_all();
	if (monitor.options.runtime)
		monitor.oom_killed = foreign_oom_killed();
	else if (!monitor.options.exec && state_load(&state, &arena, monitor.options.id, &ignored) == 0)
		check_oom(&state);
	size_t length = monitor_exit_line(line, sizeof(line));
	replace_file(AT_FDCWD, monitor.options.exit_file, line, length, 0600);
	attach_tell_waiters();
	remove_container(&state);
	if (monitor.options.runtime)
		foreign_remove();
	unlink(monitor.options.socket);
	_exit(0);
}

static void copy_options(const struct monitor_options *options)
{
	monitor.options = *options;
	monitor.control_out = monitor.slave = -1;
	monitor.signals.fd = monitor.listener.fd = monitor.control.fd = monitor.input.fd = -1;
	monitor.output[0].fd = monitor.output[1].fd = monitor.log.fd = -1;
}

int monitor_run(const struct monitor_options *options)
{
	static struct error e; /* not on the stack, which stays for as long as the container runs */
	copy_options(options);
	monitor_become_daemon();
	monitor.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (create(&e) != 0) {
		remove_all();
		control_error(&e);
		_exit(e.exit_code);
	}
	control_event("created", monitor.pid);
	if (options->autostart) {
		if (monitor_start(&e) != 0)
			_exit(e.exit_code);
	} else {
		fcntl(monitor.control.fd, F_SETFL, O_NONBLOCK);
		/* A file or /dev/null cannot be watched and has nothing to say: the start comes by the socket. */
		monitor_watch(&monitor.control, TAG_CONTROL, EPOLLIN);
	}
	monitor_loop();
	return 0;
}
