/* systemd's manager of units, over D-Bus. Each call waits until the job that it starts is done. */
#ifndef DAVIT_SYSTEMD_H
#define DAVIT_SYSTEMD_H

#include <sys/types.h>

#include "dbus.h"

struct systemd {
	struct dbus bus;
	const char *unit;           /* whose jobs are listened for */
	char job[128], result[32];  /* the last of them to end, and how */
};

/* The system's, or the own one of an ordinary user. */
int systemd_connect(struct systemd *systemd, struct arena *arena, bool user, struct error *e);
int systemd_version(struct systemd *systemd, struct error *e); /* 252; 0 when it says something else */
/* `properties` is a text of (sv). */
int systemd_start(struct systemd *systemd, const char *unit, const struct text *properties, struct error *e);
int systemd_set(struct systemd *systemd, const char *unit, const struct text *properties, struct error *e);
/* A unit that is not there any more is a success. */
int systemd_stop(struct systemd *systemd, const char *unit, struct error *e);
/* Moves a process into the unit, or into a group below: "/sub". */
int systemd_attach(struct systemd *systemd, const char *unit, const char *group, pid_t pid, struct error *e);
/* Where its cgroup is: "/system.slice/a.scope". NULL on failure. */
const char *systemd_group(struct systemd *systemd, const char *unit, bool is_slice, struct error *e);
void systemd_close(struct systemd *systemd);

/* Calls `visit` with each socket of "unix:path=/a;unix:abstract=b" until it returns 0; an abstract one has a
 * leading NUL. -1 when none did. */
int dbus_address_each(struct arena *arena, const char *address, int (*visit)(const char *path, size_t length, void *data), void *data);

#endif
