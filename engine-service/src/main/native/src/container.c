#include "container.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "caps.h"
#include "console.h"
#include "hooks.h"
#include "io.h"
#include "labels.h"
#include "mounts.h"
#include "netdev.h"
#include "rdt.h"
#include "rootfs_outside.h"
#include "sys.h"
#include "userns.h"

char *absolute_path(struct arena *arena, const char *path)
{
	char here[PATH_MAX];
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (path[0] == '/' || !getcwd(here, sizeof(here)))
		return arena_string(arena, path);
	return strcmp(path, ".") == 0 || !*path ? arena_string(arena, here) : arena_print(arena, "%s/%s", here, path);
}

int write_pid_file(const char *path, pid_t pid, struct error *e)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%d", pid);
	if (path && replace_file(AT_FDCWD, path, text, (size_t)length, 0644) != 0)
		return error_errno(e, "write the pid file %s", path);
	return 0;
}

/* Runs in the parent when the child's namespaces are there and its mounts are made. */
static int run_early_hooks(struct launch *l, struct error *e)
{
	if (hooks_run(l, HOOK_PRESTART, "creating", e) != 0)
		return -1;
	return hooks_run(l, HOOK_CREATE_RUNTIME, "creating", e);
}

/* The directory is reached by its descriptor: the limit of 108 bytes does not depend on --root. */
static int listen_for_start(int dir, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/" START_SOCKET, dir);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	mode_t old = umask(0177);
	bool good = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 4) == 0;
	umask(old);
	if (good)
		return fd;
	error_errno(e, "make the start socket");
	close_fd(&fd);
	return -1;
}

static int make_start_socket(struct container *c, const struct create_options *o, struct error *e)
{
	if (!o->start_link)
		return (c->launch.listener = listen_for_start(c->state.dir, e)) < 0 ? -1 : 0;
	if (symlinkat(o->start_link, c->state.dir, START_SOCKET) != 0)
		return error_errno(e, "link the start socket");
	return 0;
}

/* Socket activation, as runc hands it on: the descriptors are the first ones, the process is the first. */
static void pass_activation(struct container *c)
{
	const char *count = getenv("LISTEN_FDS");
	struct strings *env = &c->spec->process.env;
	if (!count || !*count)
		return;
	char **more = arena_array(c->arena, env->count + 3, sizeof(char *));
	if (env->count)
		memcpy(more, env->items, env->count * sizeof(char *));
	more[env->count] = arena_print(c->arena, "LISTEN_FDS=%s", count);
	more[env->count + 1] = arena_string(c->arena, "LISTEN_PID=1");
	*env = (struct strings){ more, env->count + 2 };
}

static int read_spec(struct container *c, const struct create_options *o, char **text, size_t *length, struct error *e)
{
	const char *name = o->config ? o->config : "config.json";
	const char *path = name[0] == '/' ? name : arena_print(c->arena, "%s/%s", o->bundle, name);
	if (!(*text = read_file(c->arena, AT_FDCWD, path, JSON_MAX_SIZE, length, e)))
		return -1;
	if (!(c->spec = spec_parse(c->arena, *text, *length, o->bundle, e)))
		return error_context(e, "%s", path);
	struct spec_process *process = &c->spec->process;
	if (!c->spec->process_given)
		return error_set(e, "%s: process is missing", path);
	if (o->detached && process->terminal && !o->console_socket)
		return error_set(e, "process.terminal: cannot allocate tty if runtime will detach without setting --console-socket");
	if (o->console_socket && !process->terminal)
		return error_set(e, "--console-socket: cannot use console socket without process.terminal");
	c->spec->no_pivot = o->no_pivot;
	if (o->preserve_fds)
		pass_activation(c);
	if (!process->oom_score_given && o->oom_score_given) {
		process->oom_score_given = true;
		process->oom_score = o->oom_score;
	}
	if (o->rows || o->columns) {
		process->rows = o->rows;
		process->columns = o->columns;
	}
	return 0;
}

static void prepare_launch(struct container *c, const struct create_options *o)
{
	struct launch *l = &c->launch;
	launch_init(l, c->arena);
	l->id = o->id;
	l->bundle = o->bundle;
	l->spec = c->spec;
	l->process = &c->spec->process;
	l->cgroup = &c->cgroup;
	l->preserve_fds = o->preserve_fds;
	l->no_keyring = o->no_keyring;
	memcpy(l->stdio, o->stdio, sizeof(l->stdio));
	if (c->spec->hooks[HOOK_PRESTART].count || c->spec->hooks[HOOK_CREATE_RUNTIME].count)
		l->hooks = run_early_hooks;
}

/* Found, and looked at for what the configuration asks of it. */
static int locate_cgroup(struct container *c, struct error *e)
{
	const char *path = c->spec->cgroups_path;
	path = cgroup_disabled ? "" : path && *path ? path : arena_print(c->arena, "/%s", c->state.id);
	if (cgroup_manager_option && scope_prepare(&c->scope, c->arena, c->spec, c->state.id, &path, e) != 0)
		return -1;
	if (cgroup_locate(&c->cgroup, c->arena, path, e) != 0)
		return -1;
	c->state.cgroup = c->cgroup.path;
	return cgroup_check(&c->cgroup, &c->spec->resources, e);
}

static int prepare_cgroup(struct container *c, struct error *e)
{
	if (cgroup_manager_option) {
		if (scope_start(&c->scope, &c->cgroup, c->arena, e) != 0)
			return -1;
		c->state.unit = c->scope.unit.name;
		c->state.cgroup = c->cgroup.path;
		c->launch.unit = scope_attaches(c->state.unit) ? c->state.unit : NULL;
	}
	if (cgroup_create(&c->cgroup, e) != 0)
		return -1;
	if ((c->state.unit ? scope_limit(&c->scope, &c->cgroup, c->spec, e) : cgroup_set(&c->cgroup, &c->spec->resources, e)) != 0)
		return -1;
	return cgroup_set_devices(&c->cgroup, c->spec, c->arena, e);
}

/* Written while the child is busy with its mounts. */
static int record(struct container *c, const struct create_options *o, const char *config, size_t length,
	struct error *e)
{
	char now[64];
	c->state.pid = c->launch.pid;
	c->state.start_time = process_start_time(c->launch.pid, NULL);
	c->state.created = arena_string(c->arena, timestamp(now, sizeof(now)));
	if (replace_file(c->state.dir, CONFIG_FILE, config, length, 0600) != 0)
		return error_errno(e, "keep the configuration");
	if (state_save(&c->state, c->arena, e) != 0)
		return -1;
	return write_pid_file(o->pid_file, c->launch.pid, e);
}

static int hand_over_console(struct container *c, const struct create_options *o, struct error *e)
{
	if (!o->console_socket || c->launch.master < 0)
		return 0;
	AUTO_CLOSE int socket = console_connect(o->console_socket, e);
	if (socket < 0)
		return -1;
	if (send_fd(socket, c->launch.master, "/dev/pts/ptmx") != 0)
		return error_errno(e, "send the terminal to %s", o->console_socket);
	close_fd(&c->launch.master);
	return 0;
}

/* A link in its place could be turned to another directory at any moment (runc refuses it too). */
static int check_rootfs(const struct spec *spec, struct error *e)
{
	struct stat status;
	if (lstat(spec->rootfs, &status) != 0)
		return error_errno(e, "root.path %s", spec->rootfs);
	if (S_ISLNK(status.st_mode))
		return error_set(e, "root.path %s must not be a symbolic link", spec->rootfs);
	return S_ISDIR(status.st_mode) ? 0 : error_set(e, "root.path %s is not a directory", spec->rootfs);
}

/* What this system, or this user on it, has not got: refused before anything is done. */
static int check_host(struct container *c, struct error *e)
{
	const struct spec *spec = c->spec;
	if (check_rootfs(spec, e) != 0 || scope_check_manager(e) != 0 || userns_check(spec, e) != 0 || labels_check(&spec->process, spec->mount_label, e) != 0 || netdev_check(spec, e) != 0
		|| state_check_id(c->state.id, e) != 0 || locate_cgroup(c, e) != 0)
		return -1;
	c->launch.resctrl = rdt_open(&spec->rdt, e);
	c->launch.notify = seccomp_connect(c->launch.seccomp, e);
	return failed(e) ? -1 : 0;
}

static int build(struct container *c, const struct create_options *o, struct error *e)
{
	char *config;
	size_t length;
	struct seccomp_filter *filter = NULL;
	/* Everything that can be refused is refused before anything is done. */
	if (read_spec(c, o, &config, &length, e) != 0)
		return -1;
	if (c->spec->seccomp && !(filter = seccomp_compile(c->arena, c->spec->seccomp, e)))
		return -1;
	prepare_launch(c, o);
	c->launch.seccomp = filter;
	if (check_host(c, e) != 0)
		return -1;
	caps_warn(&c->spec->process.caps);
	c->state.rootfs = c->spec->rootfs;
	if ((c->state.dir = state_make_dir(o->id, e)) < 0)
		return -1;
	if (outside_note(c->state.dir, c->spec, e) != 0 || make_start_socket(c, o, e) != 0 || prepare_cgroup(c, e) != 0)
		return -1;
	if (mount_trees_prepare(c->spec, e) != 0)
		return -1;
	int spawned = launch_spawn(&c->launch, e);
	mount_trees_close(c->spec);
	close_fd(&c->launch.notify);
	if (spawned != 0 || record(c, o, config, length, e) != 0)
		return -1;
	close_fd(&c->launch.listener);
	if (launch_wait_ready(&c->launch, e) != 0)
		return error_context(e, "unable to start container process");
	if (c->state.unit && scope_joined(&c->scope, &c->cgroup, c->spec, e) != 0)
		return -1;
	return send_pidfd(o->pidfd_socket, c->launch.pid, e) != 0 ? -1 : hand_over_console(c, o, e);
}

int container_create(struct container *c, struct arena *arena, const struct create_options *o, struct error *e)
{
	memset(c, 0, sizeof(*c));
	c->arena = arena;
	c->state.id = o->id;
	c->state.bundle = o->bundle;
	c->state.dir = -1;
	c->scope.systemd.bus.fd = -1;
	launch_init(&c->launch, arena);
	if (build(c, o, e) == 0)
		return 0;
	container_undo(c);
	return -1;
}

int container_start(struct container *c, struct error *e)
{
	if (launch_start(&c->launch, e) != 0)
		return error_context(e, "unable to start container process");
	unlinkat(c->state.dir, START_SOCKET, 0);
	return hooks_run(&c->launch, HOOK_POSTSTART, "running", e);
}

void container_undo(struct container *c)
{
	struct error ignored = { 0 };
	bool began = c->launch.pid > 0;
	close_fd(&c->launch.listener);
	launch_abort(&c->launch);
	if (c->launch.resctrl >= 0 && c->state.dir >= 0)
		rdt_remove(c->launch.resctrl, &c->spec->rdt, c->state.id);
	close_fd(&c->launch.resctrl);
	close_fd(&c->launch.notify);
	scope_abandon(&c->scope);
	if (c->state.unit)
		scope_stop(c->state.unit, c->arena, &ignored);
	cgroup_remove(&c->cgroup, &ignored);
	cgroup_close(&c->cgroup);
	if (c->state.dir >= 0)
		outside_unmount(c->state.dir, c->spec);
	if (began && c->spec)
		hooks_run_poststop(c->spec, c->state.id, c->state.bundle, c->arena);
	if (c->state.dir >= 0)
		state_remove(c->state.dir, c->state.id);
	close_fd(&c->state.dir);
}
