/* /dev of a container. */
#ifndef DAVIT_DEVICES_H
#define DAVIT_DEVICES_H

#include "error.h"
#include "spec.h"

/* The devices every container has, those of the configuration, and the usual links. */
int devices_make(int root, const struct spec *spec, struct error *e);
/* /dev belongs to somebody else when it is bound from outside: it is left alone. */
bool devices_are_ours(const struct spec *spec);

#endif
