#include <errno.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "caps.h"
#include "cmd_options.h"
#include "exec.h"
#include "io.h"
#include "console.h"

static const struct option options[] = { { "detach", 0, 0, 'd' }, { "tty", 0, 0, 't' }, { "process", 1, 0, 'p' },
	{ "pid-file", 1, 0, 'P' }, { "pidfd-socket", 1, 0, 'D' }, { "console-socket", 1, 0, 'c' }, { "env", 1, 0, 'e' }, { "user", 1, 0, 'u' },
	{ "cwd", 1, 0, 'w' }, { "additional-gids", 1, 0, 'g' }, { "no-new-privs", 0, 0, 'n' }, { "cap", 1, 0, 'C' },
	{ "preserve-fds", 1, 0, 'f' }, { "ignore-paused", 0, 0, 'i' }, { "process-label", 1, 0, 'L' },
	{ "apparmor", 1, 0, 'A' }, { "cgroup", 1, 0, 'G' }, { 0, 0, 0, 0 } };

struct exec_flags {
	const char *label, *apparmor;
	const char *subgroups[CGROUP_MAX_HIERARCHIES];
	size_t subgroup_count;
	const char *process, *pid_file, *pidfd_socket, *console_socket, *user, *cwd;
	char *process_text; /* of that file */
	size_t process_length;
	bool detach, tty, no_new_privileges, ignore_paused;
	int preserve_fds;
	uint64_t caps;
	char *env[1024];
	size_t env_count;
	gid_t groups[64];
	size_t group_count;
};

/* Numbers only, each complete: "1000x" must not become 1000, nor a large one wrap to another user
 * (CVE-2026-30892, CVE-2024-40635). */
static int parse_exec_user(const char *text, struct spec_process *process, struct error *e)
{
	char uid[16];
	long long number;
	size_t length = strcspn(text, ":");
	if (length >= sizeof(uid))
		return error_set(e, "--user %s: must be UID[:GID], in numbers", text);
	memcpy(uid, text, length);
	uid[length] = '\0';
	if (!parse_number(uid, 0, INT32_MAX, &number))
		return error_set(e, "--user %s: must be UID[:GID], in numbers", text);
	process->uid = (uid_t)number;
	process->gid = 0;
	if (text[length] == ':' && !parse_number(text + length + 1, 0, INT32_MAX, &number))
		return error_set(e, "--user %s: must be UID[:GID], in numbers", text);
	if (text[length] == ':')
		process->gid = (gid_t)number;
	return 0;
}

static int parse(int argc, char **argv, struct exec_flags *f, struct error *e)
{
	const char *preserve = NULL;
	long long number;
	for (int option; (option = getopt_long(argc, argv, "+dtp:e:u:g:c:", options, NULL)) != -1;) {
		switch (option) {
		case 'd': f->detach = true; break;
		case 't': f->tty = true; break;
		case 'p': f->process = optarg; break;
		case 'D': f->pidfd_socket = optarg; break;
		case 'P': f->pid_file = optarg; break;
		case 'c': f->console_socket = optarg; break;
		case 'u': f->user = optarg; break;
		case 'w': f->cwd = optarg; break;
		case 'n': f->no_new_privileges = true; break;
		case 'i': f->ignore_paused = true; break;
		case 'L': f->label = optarg; break;
		case 'A': f->apparmor = optarg; break;
		case 'G':
			if (f->subgroup_count == sizeof(f->subgroups) / sizeof(f->subgroups[0]))
				return error_set(e, "exec: too many --cgroup");
			f->subgroups[f->subgroup_count++] = optarg;
			break;
		case 'e':
			if (f->env_count == sizeof(f->env) / sizeof(f->env[0]))
				return error_set(e, "exec: too many --env");
			f->env[f->env_count++] = optarg;
			break;
		case 'C':
			if (cap_number(optarg) < 0)
				return error_set(e, "exec: the capability %s is unknown", optarg);
			f->caps |= UINT64_C(1) << cap_number(optarg);
			break;
		case 'g':
			if (f->group_count == 64 || !parse_number(optarg, 0, INT32_MAX, &number))
				return error_set(e, "exec: --additional-gids %s is not a number", optarg);
			f->groups[f->group_count++] = (gid_t)number;
			break;
		case 'f': preserve = optarg; break;
		default: return cmd_bad_option("exec", argv, e);
		}
	}
	return cmd_preserve_fds(preserve, &f->preserve_fds, e);
}

/* Never to the inheritable set: a program with file capabilities would gain from it what the container was
 * not given (CVE-2022-29162). */
static void add_caps(struct spec_caps *caps, uint64_t more)
{
	caps->bounding |= more;
	caps->effective |= more;
	caps->permitted |= more;
	/* As runc has it; the kernel then takes only what the container's own inheritable set holds. */
	if (caps->inheritable)
		caps->ambient |= more & caps->inheritable;
}

static int make_process(struct exec *x, const struct exec_flags *f, char **args, struct error *e)
{
	struct spec_process *p = &x->process;
	if (f->process)
		return exec_read_process(x, f->process, f->process_text, f->process_length, e);
	for (p->args = (struct strings){ args, 0 }; args[p->args.count]; p->args.count++) {
	}
	if (p->args.count == 0)
		return error_set(e, "exec: a command is needed");
	char **env = arena_array(x->arena, p->env.count + f->env_count + 1, sizeof(char *));
	memcpy(env, p->env.items, p->env.count * sizeof(char *));
	memcpy(env + p->env.count, f->env, f->env_count * sizeof(char *));
	p->env = (struct strings){ env, p->env.count + f->env_count };
	p->cwd = f->cwd ? f->cwd : p->cwd;
	p->terminal = f->tty;
	p->selinux = f->label ? f->label : p->selinux;
	p->apparmor = f->apparmor ? f->apparmor : p->apparmor;
	p->no_new_privileges = p->no_new_privileges || f->no_new_privileges;
	add_caps(&p->caps, f->caps);
	if (f->group_count) {
		p->groups = (gid_t *)f->groups;
		p->group_count = f->group_count;
	}
	return f->user ? parse_exec_user(f->user, p, e) : 0;
}

static int hand_over(struct exec *x, const struct exec_flags *f, struct error *e)
{
	if (!f->console_socket || x->launch.master < 0)
		return 0;
	AUTO_CLOSE int socket = console_connect(f->console_socket, e);
	if (socket < 0 || send_fd(socket, x->launch.master, "/dev/pts/ptmx") != 0)
		return error_errno(e, "send the terminal to %s", f->console_socket);
	close_fd(&x->launch.master);
	return 0;
}

int cmd_exec(int argc, char **argv, struct error *e)
{
	static struct exec_flags flags;
	struct exec x = { 0 };
	if (parse(argc, argv, &flags, e) != 0)
		return -1;
	/* Before descriptors are closed: it may come by one of them (/dev/fd/63). */
	if (flags.process && !(flags.process_text = read_stream(&cmd_arena, flags.process, JSON_MAX_SIZE, &flags.process_length, e)))
		return -1;
	close_inherited(3 + flags.preserve_fds);
	const char *id = cmd_container_id(argc, argv, optind, 0, e);
	x.ignore_paused = flags.ignore_paused;
	if (!id || exec_open(&x, &cmd_arena, id, e) != 0)
		return -1;
	for (size_t i = 0; i < flags.subgroup_count; i++)
		if (exec_use_group(&x, flags.subgroups[i], e) != 0)
			return -1;
	if (make_process(&x, &flags, argv + optind + 1, e) != 0)
		return -1;
	if (x.process.terminal && flags.detach && !flags.console_socket)
		return error_set(e, "a terminal needs --console-socket when detached");
	x.launch.preserve_fds = flags.preserve_fds;
	x.launch.no_keyring = true;
	if (!flags.detach)
		foreground_prepare();
	if (exec_create(&x, e) != 0)
		return -1;
	if (!flags.detach)
		foreground_terminal(x.launch.master);
	if (hand_over(&x, &flags, e) != 0 || write_pid_file(flags.pid_file, x.launch.pid, e) != 0 || send_pidfd(flags.pidfd_socket, x.launch.pid, e) != 0 || exec_start(&x, e) != 0) {
		launch_abort(&x.launch);
		return -1;
	}
	exec_close(&x);
	return flags.detach ? 0 : foreground(x.launch.pid, x.launch.master);
}
