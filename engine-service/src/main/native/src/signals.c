#include "signals.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "io.h"

static const struct {
	const char *name;
	int number;
} names[] = { { "ABRT", SIGABRT }, { "ALRM", SIGALRM }, { "BUS", SIGBUS }, { "CHLD", SIGCHLD }, { "CLD", SIGCHLD },
	{ "CONT", SIGCONT }, { "FPE", SIGFPE }, { "HUP", SIGHUP }, { "ILL", SIGILL }, { "INT", SIGINT }, { "IO", SIGIO },
	{ "IOT", SIGABRT }, { "KILL", SIGKILL }, { "PIPE", SIGPIPE }, { "POLL", SIGIO }, { "PROF", SIGPROF },
	{ "PWR", SIGPWR }, { "QUIT", SIGQUIT }, { "SEGV", SIGSEGV }, { "STKFLT", 16 }, { "STOP", SIGSTOP },
	{ "SYS", SIGSYS }, { "TERM", SIGTERM }, { "TRAP", SIGTRAP }, { "TSTP", SIGTSTP }, { "TTIN", SIGTTIN },
	{ "TTOU", SIGTTOU }, { "URG", SIGURG }, { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "VTALRM", SIGVTALRM },
	{ "WINCH", SIGWINCH }, { "XCPU", SIGXCPU }, { "XFSZ", SIGXFSZ } };

/* The library keeps some real-time signals for itself; what counts here are the kernel's, 34 to 64
 * as every client numbers them. */
enum { RT_MIN = 34, RT_MAX = 64 };

static int realtime(const char *name)
{
	long long offset = 0;
	bool from_min = strncasecmp(name, "RTMIN", 5) == 0;
	if (!from_min && strncasecmp(name, "RTMAX", 5) != 0)
		return -1;
	if (name[5] && (name[5] != (from_min ? '+' : '-') || !parse_number(name + 6, 0, RT_MAX - RT_MIN, &offset)))
		return -1;
	return from_min ? RT_MIN + (int)offset : RT_MAX - (int)offset;
}

int signal_number(const char *name)
{
	long long number;
	if (name[0] >= '0' && name[0] <= '9')
		return parse_number(name, 0, RT_MAX, &number) ? (int)number : -1;
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i].name) == 0)
			return names[i].number;
	return realtime(name);
}
