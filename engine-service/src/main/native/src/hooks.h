/* Programs that the configuration wants run at certain points of a container's life. */
#ifndef DAVIT_HOOKS_H
#define DAVIT_HOOKS_H

#include "error.h"
#include "launch.h"
#include "spec.h"

/* Runs them one after the other, with the state as JSON on their standard input. */
int hooks_run(const struct spec_hooks *hooks, const struct launch *l, const char *status, struct error *e);
/* Every one runs; what fails is a warning. */
void hooks_run_poststop(const struct spec *spec, const char *id, const char *bundle, struct arena *arena);

#endif
