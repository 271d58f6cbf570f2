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
#include "netdev.h"
#include "rootfs.h"
#include "rootfs_outside.h"
#include "safe_path.h"
#include "scheduling.h"
#include "sys.h"
#include "timens.h"

/* From the first moment on nobody in a namespace that is joined may trace this process or open its
 * descriptors through /proc (CVE-2016-9962). */
int child_protect_from_tracing(struct error *e)
{
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : error_errno(e, "make the process undumpable");
}

/* A hierarchy that the container manages to mount begins at its own group: the files of the real root,
 * release_agent above all, are in none that it can reach (CVE-2022-0492). */
static int hide_cgroup_root(void) { return unshare(CLONE_NEWCGROUP); }

static int join_namespaces(struct launch *l, struct error *e)
{
	if (!l->through && launch_join_paths(l, e) != 0)
		return -1;
	/* Only now that the process is in its cgroup does the new namespace begin there. */
	if (spec_new_namespace(l->spec, NS_CGROUP) && hide_cgroup_root() != 0)
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
		AUTO_CLOSE int fd = open_in_procfs(proc, path, O_WRONLY);
		if (fd < 0 || write_all(fd, spec->sysctl.items[i + 1], strlen(spec->sysctl.items[i + 1])) < 0)
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
	AUTO_CLOSE int fd = open_in_procfs(proc, "self/oom_score_adj", O_WRONLY);
	if (fd >= 0 && write_all(fd, score, strlen(score)) >= 0)
		return 0;
	/* Nothing is lost when it is that already. */
	char now[16];
	int kept = errno;
	if (read_small(proc, "self/oom_score_adj", now, sizeof(now)) > 0 && strcmp(now, score) == 0)
		return 0;
	errno = kept;
	return error_errno(e, "set oom_score_adj to %s (lowering it needs CAP_SYS_RESOURCE)", score);
}

/* An exec's terminal is not the container's /dev/console. */
static int open_console(struct launch *l, int root, struct error *e)
{
	bool exec = l->container >= 0;
	int master, slave;
	if (!l->process->terminal)
		return 0;
	if (console_open(root, &master, &slave, e) != 0)
		return -1;
	/* So that its user can open it by name; the group is devpts' to say. */
	if (l->process->uid)
		(void)!fchown(slave, l->process->uid, (gid_t)-1);
	if (l->process->rows || l->process->columns)
		console_resize(master, l->process->rows, l->process->columns);
	int result = (!exec && console_bind(root, slave, e) != 0) || console_take(slave, e) || child_send_console(l, master, e);
	close(master);
	close(slave);
	return result ? -1 : 0;
}

static int make_root(struct launch *l, int proc, struct error *e)
{
	AUTO_CLOSE int root = rootfs_prepare(l->spec, l->cgroup, e);
	if (root < 0)
		return -1;
	if (child_hooks_point(l, e) != 0)
		return -1;
	/* Hooks of the container's side find its files in the working directory. */
	if (fchdir(root) != 0)
		return error_errno(e, "enter the root");
	if (hooks_run(l, HOOK_CREATE_CONTAINER, "creating", e) != 0)
		return -1;
	if (set_sysctl(proc, l->spec, e) != 0)
		return -1;
	rootfs_make_cwd(root, l->spec);
	if (open_console(l, root, e) != 0 || rootfs_finish(root, l->spec, e) != 0)
		return -1;
	return rootfs_enter(root, l->spec, e);
}

/* What must be done as the runtime's own user: in a user namespace that is over soon. */
int child_first_steps(struct launch *l, struct error *e)
{
	bool exec = l->container >= 0;
	AUTO_CLOSE int proc = open_procfs(e);
	if (proc < 0 || set_oom_score(proc, l->process, e) != 0)
		return -1;
	/* A caller confined to some processors is no reason to confine the container. */
	scheduling_any_processor();
	if (exec && scheduling_affinity(&l->process->affinity_first, "initial", e) != 0)
		return -1;
	if (cgroup_join_self(l->cgroup, e) != 0)
		return -1;
	return exec ? scheduling_affinity(&l->process->affinity_last, "final", e) : 0;
}

static int enter_namespaces(struct launch *l, int proc, struct error *e)
{
	bool user = l->spec->namespaces[NS_USER].wanted;
	/* An ordinary user can map the ids of a process only as long as it is not protected; nobody else is
	 * in its namespaces yet. */
	bool late = spec_new_namespace(l->spec, NS_USER);
	if (!late && child_protect_from_tracing(e) != 0)
		return -1;
	if ((!l->through && child_first_steps(l, e) != 0) || timens_enter(proc, l->spec, e) != 0)
		return -1;
	if (child_wait_for_outside(l, e) != 0 || child_protect_from_tracing(e) != 0 || join_namespaces(l, e) != 0)
		return -1;
	l->starter = getuid();
	return user ? child_become_root(l, e) : 0;
}

int child_set_up_container(struct launch *l, struct error *e)
{
	if (setsid() < 0)
		return error_errno(e, "setsid");
	umask(0); /* modes are as they are asked for */
	AUTO_CLOSE int proc = open_procfs(e);
	if (proc < 0 || enter_namespaces(l, proc, e) != 0 || set_names(l->spec, e) != 0)
		return -1;
	if (spec_new_namespace(l->spec, NS_NETWORK) && netdev_loopback_up(e) != 0)
		return -1;
	return make_root(l, proc, e) == 0 ? 0 : error_context(e, "error during container init");
}

/* Without a mount namespace of its own a container's root is a property of its processes only. The pidfd
 * tells afterwards that the number was still the container's. */
static int root_of(const struct launch *l, struct error *e)
{
	char path[32];
	AUTO_CLOSE int proc = open_procfs(e);
	if (proc < 0)
		return -1;
	snprintf(path, sizeof(path), "%d/root", l->container_pid);
	int root = openat(proc, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root >= 0 && sys_pidfd_send_signal(l->container, 0) == 0)
		return root;
	close_fd(&root);
	return error_errno(e, "open the container's root");
}

static int join_container(struct launch *l, struct error *e)
{
	if (l->through)
		return child_become_root(l, e);
	if (child_protect_from_tracing(e) != 0 || child_first_steps(l, e) != 0)
		return -1;
	return launch_join_container(l, 0, e);
}

/* An exec: everything is there already. */
int child_join_container(struct launch *l, struct error *e)
{
	if (setsid() < 0)
		return error_errno(e, "setsid");
	AUTO_CLOSE int chrooted = -1;
	if (!l->spec->namespaces[NS_MOUNT].wanted && (chrooted = root_of(l, e)) < 0)
		return -1;
	if (child_wait_for_outside(l, e) != 0 || join_container(l, e) != 0)
		return -1;
	if (chrooted >= 0 && outside_enter(chrooted, e) != 0)
		return -1;
	AUTO_CLOSE int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root < 0)
		return error_errno(e, "open the container's root");
	return open_console(l, root, e);
}
