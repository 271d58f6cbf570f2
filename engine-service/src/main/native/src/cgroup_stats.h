/* What a container has used, in the words of runc's events. */
#ifndef DAVIT_CGROUP_STATS_H
#define DAVIT_CGROUP_STATS_H

#include "cgroup.h"
#include "text.h"

/* Adds {"cpu":{...},...}. What a system does not count is left out or zero, as runc has it. */
void cgroup_stats(struct cgroup *cgroup, struct text *to);

#endif
