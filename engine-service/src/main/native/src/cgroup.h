/* The control groups of one container, on v1 (with or without a v2 beside it) and on v2. */
#ifndef DAVIT_CGROUP_H
#define DAVIT_CGROUP_H

#include <stdbool.h>
#include <sys/types.h>

#include "arena.h"
#include "error.h"
#include "spec.h"

enum { CGROUP_MAX_HIERARCHIES = 24 };

struct hierarchy {
	const char *controllers; /* "cpu,cpuacct", "name=systemd"; "" is v2 */
	const char *directory;   /* below /sys/fs/cgroup; "." on a pure v2 system */
	int base;                /* its root */
	int group;               /* the container's own directory, -1 when not open */
	bool made;               /* by us */
	bool denied;             /* this user may not make one */
};

struct cgroup {
	bool v2;
	bool by_systemd;  /* it has been made already, and is kept by a process that will go */
	const char *path; /* "docker/<id>", relative to each root */
	struct hierarchy hierarchies[CGROUP_MAX_HIERARCHIES];
	size_t count;
};

bool cgroup_is_v2(void); /* and nothing else */
/* Is it a path below a hierarchy's root, without any part that could lead elsewhere? */
int cgroup_check_path(const char *path, struct error *e);
extern bool cgroup_disabled; /* --cgroup-manager disabled: the container stays in its caller's groups */

/* Finds the hierarchies; opens nothing of the container's yet. The path "" stands for none at all. */
int cgroup_locate(struct cgroup *cgroup, struct arena *arena, const char *path, struct error *e);
/* Refuses what the system has no controller for; nothing has been made yet. */
int cgroup_check(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
int cgroup_create(struct cgroup *cgroup, struct error *e);
int cgroup_open(struct cgroup *cgroup, struct error *e); /* an existing one */
/* Both at once. The caller closes it in any case. */
int cgroup_open_path(struct cgroup *cgroup, struct arena *arena, const char *path, struct error *e);
/* The group anew, by way of the calling process's own mounts; -1 with errno. */
int cgroup_reopen(const struct hierarchy *h, const char *path);
int cgroup_set(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
/* Devices apart from the rest: an update of resources leaves them alone. */
struct spec_device_rule *cgroup_device_rules(const struct spec_resources *resources, struct arena *arena, size_t *count);
int cgroup_set_devices(struct cgroup *cgroup, const struct spec *spec, struct arena *arena, struct error *e);
/* Called by the new process itself. v2 has been joined by CLONE_INTO_CGROUP already. */
int cgroup_join_self(const struct cgroup *cgroup, struct error *e);
int cgroup_clone_fd(const struct cgroup *cgroup); /* for CLONE_INTO_CGROUP, or -1 */
/* A group below the container's is what is joined in this hierarchy. */
int cgroup_enter(const struct cgroup *cgroup, struct hierarchy *h, const char *below, struct error *e);
void cgroup_close(struct cgroup *cgroup);
/* Ends by itself; -1 when something of it is still there. */
int cgroup_remove(struct cgroup *cgroup, struct error *e);

int cgroup_freeze(struct cgroup *cgroup, bool frozen, struct error *e);
/* Thaws the group that a process is in, whosever it is (v1). */
void cgroup_thaw_process(pid_t pid);
bool cgroup_is_frozen(struct cgroup *cgroup);
/* Processes of the container and below. Returns how many there are, -1 on failure. */
ssize_t cgroup_processes(struct cgroup *cgroup, struct arena *arena, pid_t **pids, struct error *e);
bool cgroup_oom_killed(struct cgroup *cgroup);

/* Shared by the versions. */
struct hierarchy *cgroup_find(struct cgroup *cgroup, const char *controller);
int cgroup_write(const struct hierarchy *h, const char *file, struct error *e, const char *format, ...) PRINTF(4, 5);
int cgroup_v1_set(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
int cgroup_v2_set(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
/* The limits that name pages or devices. */
int cgroup_v1_set_devices(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
int cgroup_v2_set_devices(struct cgroup *cgroup, const struct spec_resources *resources, struct error *e);
int cgroup_set_rdma(const struct hierarchy *h, const struct spec_resources *resources, struct error *e);
/* With checkBeforeUpdate a limit below what is in use is refused. */
int cgroup_check_usage(const struct hierarchy *h, const char *file, const struct spec_resources *resources, struct error *e);
int cgroup_v1_prepare(const struct hierarchy *h, int parent, int child, struct error *e);
int cgroup_v2_prepare(int parent, struct error *e);
/* v1's shares and block weight as weights of v2. */
long long cgroup_v2_cpu_weight(int64_t shares);
long long cgroup_v2_io_weight(int64_t weight);
int cgroup_v1_devices(struct cgroup *cgroup, const struct spec_device_rule *rules, size_t count, struct error *e);
int cgroup_v2_devices(struct cgroup *cgroup, struct arena *arena, const struct spec_device_rule *rules, size_t count,
	struct error *e);

#endif
