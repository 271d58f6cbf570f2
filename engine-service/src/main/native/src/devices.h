/* /dev of a container. */
#ifndef DAVIT_DEVICES_H
#define DAVIT_DEVICES_H

#include "error.h"
#include "spec.h"

/* The devices every container has, those of the configuration, and the usual links. */
/* The parent's part for a user namespace, in which nodes cannot be made: those that the host has not got. What it cannot
 * make is for the child to complain about. */
void devices_prepare(struct spec *spec);
int devices_make(int root, const struct spec *spec, struct error *e);
/* /dev belongs to somebody else when it is bound from outside: it is left alone. */
bool devices_are_ours(const struct spec *spec);

#endif
