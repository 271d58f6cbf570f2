/* Network devices of the host that a container gets. */
#ifndef DAVIT_NETDEV_H
#define DAVIT_NETDEV_H

#include <sys/types.h>

#include "error.h"
#include "spec.h"

int netdev_check(const struct spec *spec, struct error *e);
/* Of this process's network namespace, where it is down at first. */
int netdev_loopback_up(struct error *e);
/* Moves them into the network namespace of process `pid`. */
int netdev_move(const struct spec *spec, pid_t pid, struct error *e);

#endif
