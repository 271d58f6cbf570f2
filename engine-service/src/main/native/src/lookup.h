/* Finding a command in $PATH, with the messages that clients know. */
#ifndef DAVIT_LOOKUP_H
#define DAVIT_LOOKUP_H

#include "error.h"
#include "spec.h"

/* The path to execute, or NULL with an error of exit code 126 or 127. */
const char *lookup_command(struct arena *arena, const struct spec_process *process, struct error *e);
/* The value of a variable in an environment, NULL when it is not there. */
const char *environment_get(const struct strings *env, const char *name);

#endif
