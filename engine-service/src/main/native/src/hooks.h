/* Programs that the configuration wants run at certain points of a container's life. */
#ifndef DAVIT_HOOKS_H
#define DAVIT_HOOKS_H

#include "error.h"
#include "launch.h"
#include "spec.h"

/* Runs those of one kind, one after the other, with the state as JSON on their standard input. What they
 * write is part of the error when they fail. */
int hooks_run(const struct launch *l, int kind, const char *status, struct error *e);
/* Every one runs; what fails is a warning. */
void hooks_run_poststop(const struct spec *spec, const char *id, const char *bundle, struct arena *arena);

#endif
