/* A process in the foreground: signals go to it, and a terminal is passed through. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cmd_options.h"
#include "io.h"

static int signals = -1;
static struct termios original;
static bool raw;

/* Signals are blocked and read from a descriptor; the child undoes this for itself. */
void foreground_prepare(void)
{
	sigset_t set;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

static void restore_terminal(void)
{
	if (raw)
		tcsetattr(0, TCSANOW, &original);
	raw = false;
}

void foreground_terminal(int master)
{
	struct termios changed;
	if (master < 0 || tcgetattr(master, &changed) != 0)
		return;
	changed.c_oflag &= ~(tcflag_t)ONLCR;
	tcsetattr(master, TCSANOW, &changed);
}

static void raw_terminal(int master)
{
	struct winsize size;
	struct termios changed;
	if (ioctl(0, TIOCGWINSZ, &size) == 0)
		ioctl(master, TIOCSWINSZ, &size);
	if (tcgetattr(0, &original) != 0)
		return;
	changed = original;
	cfmakeraw(&changed);
	changed.c_oflag |= OPOST; /* what foreground_terminal() has taken from the other one */
	raw = tcsetattr(0, TCSANOW, &changed) == 0;
}

/* Returns whether there was something. */
static bool copy(int from, int to)
{
	char data[8192];
	ssize_t n = read(from, data, sizeof(data));
	return n > 0 && write_all(to, data, (size_t)n) >= 0;
}

/* True when `pid` has ended. */
static bool reap(pid_t pid, int *code)
{
	siginfo_t info;
	bool ended = false;
	for (;;) {
		memset(&info, 0, sizeof(info));
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0)
			return ended;
		if (info.si_pid != pid)
			continue;
		*code = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
		ended = true;
	}
}

static bool handle_signal(pid_t pid, int master, int *code)
{
	struct signalfd_siginfo info;
	struct winsize size;
	if (read(signals, &info, sizeof(info)) != sizeof(info))
		return false;
	if (info.ssi_signo == SIGCHLD)
		return reap(pid, code);
	if (info.ssi_signo == SIGWINCH && master >= 0) {
		if (ioctl(0, TIOCGWINSZ, &size) == 0)
			ioctl(master, TIOCSWINSZ, &size);
	} else if (info.ssi_signo != SIGPIPE && info.ssi_signo != SIGTTOU) {
		kill(pid, (int)info.ssi_signo);
	}
	return false;
}

int foreground(pid_t pid, int master)
{
	int code = 0;
	struct pollfd fds[3] = { { signals, POLLIN, 0 }, { master, POLLIN, 0 }, { master >= 0 ? 0 : -1, POLLIN, 0 } };
	if (master >= 0)
		raw_terminal(master);
	/* It may have ended before the first look. */
	bool ended = reap(pid, &code);
	while (!ended) {
		if (poll(fds, 3, -1) < 0 && errno != EINTR)
			break;
		if (fds[0].revents)
			ended = handle_signal(pid, master, &code);
		if (fds[1].revents && !copy(master, 1))
			fds[1].fd = -1;
		if (fds[2].revents && !copy(0, master))
			fds[2].fd = -1;
	}
	struct pollfd rest = { master, POLLIN, 0 };
	while (master >= 0 && poll(&rest, 1, 0) > 0 && copy(master, 1)) {
	}
	restore_terminal();
	return code;
}
