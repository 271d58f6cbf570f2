/* Resource limits of a process. */
#ifndef DAVIT_RLIMITS_H
#define DAVIT_RLIMITS_H

#include "error.h"
#include "spec.h"

int rlimit_number(const char *name); /* of "RLIMIT_NOFILE"; -1 when unknown */
const char *rlimit_name(int index);   /* the names one after the other, NULL past the last */
int rlimits_apply(const struct spec_process *process, struct error *e);

#endif
