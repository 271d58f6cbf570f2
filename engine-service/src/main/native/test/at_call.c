/* at_call [ARM] CALL ACTION COMMAND...: runs the command, and stops whichever of its processes makes CALL,
 * once, before the kernel sees the call, for as long as the shell command ACTION takes ($PID is the process).
 * With ARM the call must come after that other one of the same process. A call is NAME or NAME:PATH.
 * A race that an attacker would win now and then is won this way each time. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* musl lacks these */
struct call_info {
	unsigned char op, pad[3];
	unsigned arch;
	unsigned long long ip, sp, number, args[6];
};
enum { GET_SYSCALL_INFO = 0x420e, ENTRY = 1 };

struct call {
	long number;
	const char *path;
};

static struct call parse(const char *text)
{
	static const struct {
		const char *name;
		long number;
	} known[] = { { "openat", SYS_openat }, { "openat2", SYS_openat2 }, { "mkdirat", SYS_mkdirat },
		{ "move_mount", SYS_move_mount } };
	size_t length = strcspn(text, ":");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].name) == length && strncmp(text, known[i].name, length) == 0)
			return (struct call){ known[i].number, text[length] ? text + length + 1 : NULL };
	fprintf(stderr, "at_call: unknown call %s\n", text);
	exit(99);
}

static int matches(pid_t pid, const struct call_info *info, const struct call *call)
{
	char path[256] = "";
	if ((long)info->number != call->number)
		return 0;
	if (!call->path)
		return 1;
	/* Byte by byte pages: the path may end just before memory that is not there. */
	for (size_t i = 0; i < sizeof(path) - 1; i++) {
		struct iovec ours = { path + i, 1 }, theirs = { (void *)(info->args[1] + i), 1 };
		if (process_vm_readv(pid, &ours, 1, &theirs, 1, 0) != 1 || path[i] == '\0')
			break;
	}
	return strcmp(path, call->path) == 0;
}

static void act(pid_t pid, const char *action)
{
	char number[16];
	snprintf(number, sizeof(number), "%d", pid);
	setenv("PID", number, 1);
	if (system(action) != 0)
		fprintf(stderr, "at_call: the action failed\n");
}

int main(int argc, char **argv)
{
	/* With ARM there are two calls before the action, which is the first word with a blank. */
	int arm = argc > 4 && !strchr(argv[1], ' ') && !strchr(argv[2], ' ');
	if (argc < 4 + arm)
		return 99;
	struct call first = parse(argv[1]), second = parse(argv[1 + arm]);
	pid_t main_pid = fork(), armed = arm ? 0 : -1;
	int status, code = 99, done = 0;
	if (main_pid == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		execvp(argv[3 + arm], argv + 3 + arm);
		_exit(98);
	}
	waitpid(main_pid, &status, 0);
	ptrace(PTRACE_SETOPTIONS, main_pid, 0, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK
		| PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC);
	ptrace(PTRACE_SYSCALL, main_pid, 0, 0);
	for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR;) {
		if (pid <= 0)
			continue;
		if (!WIFSTOPPED(status)) {
			if (pid == main_pid)
				code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			continue;
		}
		struct call_info info = { 0 };
		int signal = WSTOPSIG(status);
		if (signal == (SIGTRAP | 0x80) && !done && ptrace(GET_SYSCALL_INFO, pid, (void *)sizeof(info), &info) > 0 && info.op == ENTRY) {
			if ((armed == -1 || armed == pid) && matches(pid, &info, &second)) {
				act(pid, argv[2 + arm]);
				done = 1;
			} else if (arm && matches(pid, &info, &first)) {
				armed = pid;
			}
		}
		int pass = signal == (SIGTRAP | 0x80) || signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
		ptrace(done ? PTRACE_CONT : PTRACE_SYSCALL, pid, 0, pass);
	}
	if (!done)
		fprintf(stderr, "at_call: the call did not come\n");
	return code;
}
