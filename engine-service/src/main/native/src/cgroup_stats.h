/* What a container has used, in the words of runc's events. */
#ifndef DAVIT_CGROUP_STATS_H
#define DAVIT_CGROUP_STATS_H

#include "cgroup.h"
#include "text.h"

/* Adds {"cpu":{...},...}. What a system does not count is left out or zero, as runc has it. */
void cgroup_stats(struct cgroup *cgroup, struct text *to);

/* The parts in which the versions differ. */
extern const char *const stats_io_keys[2]; /* bytes, operations */
void stats_v1_cpu(struct cgroup *cgroup, struct text *to);
void stats_v1_memory(const struct hierarchy *h, const char *stat, struct text *to);
void stats_v1_io(struct cgroup *cgroup, struct text *to);
void stats_v2_cpu(const char *stat, struct text *to);
void stats_v2_memory(const struct hierarchy *h, struct text *to);
void stats_v2_io(struct cgroup *cgroup, struct text *to);

#endif
