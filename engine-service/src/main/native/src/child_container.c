/* What the first process of a container does: namespaces, mounts, and everything else that makes
 * its surroundings. Its own properties follow in child_process.c. */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "cgroup.h"
#include "console.h"
#include "hooks.h"
#include "io.h"
#include "launch.h"
#include "rootfs.h"
#include "rootfs_outside.h"
#include "safe_path.h"
#include "sys.h"

/* From the first moment on nobody in a namespace that is joined may trace this process or open its
 * descriptors through /proc (CVE-2016-9962). */
static int protect_from_tracing(struct error *e)
{
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : error_errno(e, "make the process undumpable");
}

static int join_namespaces(struct launch *l, struct error *e)
{
	for (int kind = 0; kind < NS_KINDS; kind++)
		if (kind != NS_PID && l->namespaces[kind] >= 0 && setns(l->namespaces[kind], namespace_flag(kind)) != 0)
			return error_errno(e, "join the %s namespace %s", namespace_name(kind), l->spec->namespaces[kind].path);
	/* Only now that the process is in its cgroup does the new namespace begin there. */
	if (l->spec->namespaces[NS_CGROUP].wanted && l->namespaces[NS_CGROUP] < 0 && unshare(CLONE_NEWCGROUP) != 0)
		return error_errno(e, "make a cgroup namespace");
	return 0;
}

static int set_names(const struct spec *spec, struct error *e)
{
	if (spec->hostname && *spec->hostname && sethostname(spec->hostname, strlen(spec->hostname)) != 0)
		return error_errno(e, "sethostname %s", spec->hostname);
	if (spec->domainname && *spec->domainname && setdomainname(spec->domainname, strlen(spec->domainname)) != 0)
		return error_errno(e, "setdomainname %s", spec->domainname);
	return 0;
}

/* Through the host's procfs, before the container's files are in sight: a write cannot be led
 * elsewhere (CVE-2025-52881). The kernel applies it to the namespaces of the writer. */
static int set_sysctl(int proc, const struct spec *spec, struct error *e)
{
	for (size_t i = 0; i < spec->sysctl.count; i += 2) {
		char path[512];
		const char *name = spec->sysctl.items[i];
		bool slashes = strchr(name, '/') != NULL;
		snprintf(path, sizeof(path), "sys/%s", name);
		for (char *c = path + 4; !slashes && *c; c++)
			*c = *c == '.' ? '/' : *c;
		AUTO_CLOSE int fd = open_in_root_no_links(proc, path, O_WRONLY);
		if (fd < 0 || !is_procfs(fd) || write_all(fd, spec->sysctl.items[i + 1], strlen(spec->sysctl.items[i + 1])) < 0)
			return error_errno(e, "sysctl %s", name);
	}
	return 0;
}

static int set_oom_score(int proc, const struct spec_process *process, struct error *e)
{
	char score[16];
	if (!process->oom_score_given)
		return 0;
	snprintf(score, sizeof(score), "%d", process->oom_score);
	if (write_file(proc, "self/oom_score_adj", score) == 0)
		return 0;
	/* Nothing is lost when it is that already. */
	char now[16];
	int kept = errno;
	if (read_small(proc, "self/oom_score_adj", now, sizeof(now)) > 0 && strcmp(now, score) == 0)
		return 0;
	errno = kept;
	return error_errno(e, "set oom_score_adj to %s (lowering it needs CAP_SYS_RESOURCE)", score);
}

static int open_console(struct launch *l, int root, struct error *e)
{
	int master, slave;
	if (!l->process->terminal)
		return 0;
	if (console_open(root, &master, &slave, e) != 0)
		return -1;
	if (l->process->rows || l->process->columns)
		console_resize(master, l->process->rows, l->process->columns);
	int result = console_bind(root, slave, e) || console_take(slave, e) || child_send_console(l, master, e);
	close(master);
	close(slave);
	return result ? -1 : 0;
}

static int make_root(struct launch *l, int proc, struct error *e)
{
	AUTO_CLOSE int root = rootfs_prepare(l->spec, l->cgroup, e);
	if (root < 0)
		return -1;
	if (child_hooks_point(l, e) != 0 || hooks_run(&l->spec->hooks[HOOK_CREATE_CONTAINER], l, "creating", e) != 0)
		return -1;
	if (set_sysctl(proc, l->spec, e) != 0 || set_oom_score(proc, l->process, e) != 0)
		return -1;
	if (open_console(l, root, e) != 0 || rootfs_finish(root, l->spec, e) != 0)
		return -1;
	return rootfs_enter(root, l->spec, e);
}

int child_set_up_container(struct launch *l, struct error *e)
{
	if (protect_from_tracing(e) != 0)
		return -1;
	if (setsid() < 0)
		return error_errno(e, "setsid");
	umask(0); /* modes are as they are asked for */
	if (cgroup_join_self(l->cgroup, e) != 0 || join_namespaces(l, e) != 0 || set_names(l->spec, e) != 0)
		return -1;
	AUTO_CLOSE int proc = open_procfs(e);
	if (proc < 0 || make_root(l, proc, e) != 0)
		return error_context(e, "error during container init");
	return 0;
}

/* Without a mount namespace of its own a container's root is a property of its processes only. The pidfd
 * tells afterwards that the number was still the container's. */
static int root_of(const struct launch *l, int proc, struct error *e)
{
	char path[32];
	snprintf(path, sizeof(path), "%d/root", l->container_pid);
	int root = openat(proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root >= 0 && sys_pidfd_send_signal(l->container, 0) == 0)
		return root;
	close_fd(&root);
	return error_errno(e, "open the container's root");
}

/* An exec: everything is there already. */
int child_join_container(struct launch *l, struct error *e)
{
	if (protect_from_tracing(e) != 0)
		return -1;
	if (setsid() < 0)
		return error_errno(e, "setsid");
	AUTO_CLOSE int proc = open_procfs(e);
	AUTO_CLOSE int chrooted = -1;
	if (proc < 0 || cgroup_join_self(l->cgroup, e) != 0 || set_oom_score(proc, l->process, e) != 0)
		return -1;
	if (!l->spec->namespaces[NS_MOUNT].wanted && (chrooted = root_of(l, proc, e)) < 0)
		return -1;
	if (setns(l->container, CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_NEWNS) != 0)
		return error_errno(e, "join the container's namespaces");
	if (chrooted >= 0 && outside_enter(chrooted, e) != 0)
		return -1;
	AUTO_CLOSE int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int master, slave;
	if (root < 0)
		return error_errno(e, "open the container's root");
	if (!l->process->terminal)
		return 0;
	if (console_open(root, &master, &slave, e) != 0)
		return -1;
	if (l->process->rows || l->process->columns)
		console_resize(master, l->process->rows, l->process->columns);
	int result = console_take(slave, e) || child_send_console(l, master, e);
	close(master);
	close(slave);
	return result ? -1 : 0;
}
