/* Properties of a process that outlast its execve: scheduling, memory policy, personality. */
#ifndef DAVIT_SCHEDULING_H
#define DAVIT_SCHEDULING_H

#include "error.h"
#include "spec.h"

int scheduling_apply(const struct spec_process *process, const struct spec *spec, struct error *e);
/* As far as its cpuset lets it. */
void scheduling_any_processor(void);
int scheduling_affinity(const struct spec_set *processors, const char *field, struct error *e);
int memory_policy_apply(const struct spec_memory_policy *policy, struct error *e);
int personality_apply(const struct spec *spec, struct error *e);

#endif
