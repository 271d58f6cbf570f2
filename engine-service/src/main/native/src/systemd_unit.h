/* The unit of a container that systemd manages: its name and place, out of linux.cgroupsPath. */
#ifndef DAVIT_SYSTEMD_UNIT_H
#define DAVIT_SYSTEMD_UNIT_H

#include <stdbool.h>

#include "arena.h"
#include "error.h"

struct unit {
	const char *name;  /* "docker-<id>.scope", or "<name>.slice" */
	const char *slice; /* in which it is: "machine.slice" */
	bool is_slice;
	const char *path;  /* where its cgroup should come to be, seen from systemd's own */
};

/* "slice:prefix:name", of which each part may be empty; without a path it is ":runc:<id>", as runc has it.
 * `user` is for an ordinary user's own systemd. */
int unit_parse(struct unit *unit, struct arena *arena, const char *cgroups_path, const char *id, bool user, struct error *e);
/* "/org/freedesktop/systemd1/unit/a_2dscope" */
const char *unit_object_path(struct arena *arena, const char *name);

#endif
