/* What the parent does for a new process from outside of its namespaces, while that waits. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup_systemd.h"
#include "launch.h"
#include "netdev.h"
#include "rdt.h"
#include "userns.h"

static bool in_user(const struct launch *l) { return l->container < 0 && l->spec->namespaces[NS_USER].wanted; }

bool launch_needs_outside(const struct launch *l)
{
	if (l->notify >= 0 || l->unit)
		return true;
	return l->container < 0 && (in_user(l) || l->spec->net_device_count || l->spec->rdt.given);
}

/* Only the host's root may raise a hard limit; inside of the user namespace it is too late. What else the
 * limits say the process sees to by itself. */
static void raise_limits(const struct launch *l)
{
	for (size_t i = 0; i < l->process->rlimit_count; i++) {
		const struct spec_rlimit *limit = &l->process->rlimits[i];
		struct rlimit now, wanted;
		if (prlimit(l->pid, limit->resource, NULL, &now) != 0 || limit->hard <= now.rlim_max)
			continue;
		wanted = (struct rlimit){ now.rlim_cur, (rlim_t)limit->hard };
		prlimit(l->pid, limit->resource, &wanted, NULL);
	}
}

/* So that the container's user can open /dev/stdout anew: the process itself has no right to give away
 * what belongs to somebody that its user namespace does not know. */
void launch_give_streams(const struct launch *l)
{
	struct stat status;
	uint32_t uid;
	if (!mapping_find(&l->spec->uid_map, l->process->uid, &uid))
		return;
	for (int i = 0; i < 3; i++)
		if (l->stdio[i] >= 0 && fstat(l->stdio[i], &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)))
			(void)!fchown(l->stdio[i], uid, (gid_t)-1);
}

int launch_from_outside(struct launch *l, struct error *e)
{
	if (l->unit && scope_attach(l->unit, l->cgroup->path, l->arena, l->pid, e) != 0)
		return -1;
	if (l->resctrl >= 0 && rdt_join(l->resctrl, &l->spec->rdt, l->id, l->pid, e) != 0)
		return -1;
	if (l->container < 0 && spec_new_namespace(l->spec, NS_USER)
		&& userns_map(l->pid, &l->spec->uid_map, &l->spec->gid_map, e) != 0)
		return -1;
	if (in_user(l))
		raise_limits(l);
	if (l->container >= 0)
		return 0;
	return netdev_move(l->spec, l->pid, e);
}
