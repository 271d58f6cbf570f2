/* A container's cgroup as a unit of systemd's (--systemd-cgroup): a scope, or a slice. systemd makes it and
 * knows its limits; what systemd does not know, and the other hierarchies of v1, are ours as ever. */
#ifndef DAVIT_CGROUP_SYSTEMD_H
#define DAVIT_CGROUP_SYSTEMD_H

#include "cgroup.h"
#include "spec.h"
#include "systemd.h"
#include "systemd_unit.h"

extern const char *cgroup_manager_option; /* by which systemd was asked for, or NULL */

struct scope {
	struct unit unit;
	struct systemd systemd;
	int version;
	struct text properties;
	pid_t placeholder; /* keeps the scope alive until the container's process is in it */
};

/* Is there a systemd at all? */
int scope_check_manager(struct error *e);
/* Everything that can be refused is refused here: name, annotations, limits, and a systemd that is not to be
 * reached. Nothing has been made when it returns. `path` is where the cgroup should come to be. */
int scope_prepare(struct scope *scope, struct arena *arena, const struct spec *spec, const char *id, const char **path, struct error *e);
/* The unit, started; cgroup->path is where it is. The caller makes the rest with cgroup_create. */
int scope_start(struct scope *scope, struct cgroup *cgroup, struct arena *arena, struct error *e);
/* cgroup_set, with room for the placeholder, and again when it is gone: the container's process is in. */
int scope_limit(struct scope *scope, struct cgroup *cgroup, const struct spec *spec, struct error *e);
int scope_joined(struct scope *scope, struct cgroup *cgroup, const struct spec *spec, struct error *e);
void scope_abandon(struct scope *scope);
/* Of an existing container. The limits may be rounded to what systemd can have. Without a `spec` the error is there already. */
int scope_update(const char *unit, struct cgroup *cgroup, struct arena *arena, const struct spec *spec, struct spec_resources *resources,
	struct error *e);
int scope_stop(const char *unit, struct arena *arena, struct error *e);
/* Must a process be moved in by systemd, because this user may not do it? */
bool scope_attaches(const char *unit);
int scope_attach(const char *unit, const char *path, struct arena *arena, pid_t pid, struct error *e);

#endif
