/* A time namespace: the calling process gets clocks of its own. */
#ifndef DAVIT_TIMENS_H
#define DAVIT_TIMENS_H

#include "error.h"
#include "spec.h"

/* `proc`: the host's procfs. Does nothing when the configuration has no new time namespace. */
int timens_enter(int proc, const struct spec *spec, struct error *e);

#endif
