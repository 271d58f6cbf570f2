/* How a called process becomes a monitor. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"
#include "sys.h"

/* The monitor is the last that should be sacrificed when memory runs out, the container is not. */
static void protect_from_oom(void)
{
	char text[16];
	long long score = 0;
	if (read_small(AT_FDCWD, "/proc/self/oom_score_adj", text, sizeof(text)) > 0)
		parse_number(text, -1000, 1000, &score);
	monitor.original_oom_score = (int)score;
	write_file(AT_FDCWD, "/proc/self/oom_score_adj", "-999"); /* refused without CAP_SYS_RESOURCE */
}

static void open_control(void)
{
	monitor.control.fd = fcntl(0, F_DUPFD_CLOEXEC, 3);
	monitor.control_out = fcntl(1, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	close(null);
}

static int open_signals(void)
{
	sigset_t set;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL); /* nobody ends a monitor but by SIGKILL */
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* One fork is enough: without a controlling terminal of its own to open, and with O_NOCTTY wherever
 * one could be opened, a second would add nothing. */
static void fork_off(void)
{
	int pipe_[2];
	char none;
	sys_close_range(3, ~0u, 0);
	if (pipe2(pipe_, O_CLOEXEC) != 0)
		_exit(EXIT_OTHER);
	pid_t pid = fork();
	if (pid > 0 && monitor.options.hold) { /* the caller wants a process to stay while the channel is open */
		close(0);
		close(1);
		close(pipe_[1]);
		(void)!read(pipe_[0], &none, 1);
	}
	if (pid != 0)
		_exit(pid < 0 ? EXIT_OTHER : 0);
	close(pipe_[0]);
	monitor.hold = pipe_[1];
	setsid();
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	prctl(PR_SET_NAME, "davit-monitor", 0, 0, 0);
}

void monitor_become_daemon(void)
{
	fork_off();
	open_control();
	protect_from_oom();
	monitor.signals.fd = open_signals();
}
