/* A monitor whose container is made by another OCI runtime (`--runtime`): runc, crun, or what else speaks its
 * command line. The monitor keeps all its own duties; only create, start, exec and delete are the other's. */
#ifndef DAVIT_MONITOR_FOREIGN_H
#define DAVIT_MONITOR_FOREIGN_H

#include "error.h"

/* Creates the container. An exec is only prepared, since `exec` knows no step between making and starting. */
int foreign_create(const int stdio[3], struct error *e);
int foreign_start(struct error *e);
/* Whether the kernel killed something of the container for want of memory. */
bool foreign_oom_killed(void);
/* Kills and removes what there is; nothing happens to a container when it was an exec. */
void foreign_remove(void);

#endif
