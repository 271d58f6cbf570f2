/* config.json as structs. Whatever this runtime cannot do is refused while it is read,
 * before anything has happened. */
#ifndef DAVIT_SPEC_H
#define DAVIT_SPEC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "json.h"

#define OCI_VERSION "1.3.0"

struct spec_rlimit {
	int resource;
	const char *name;
	uint64_t soft, hard;
};

/* Bit n stands for capability n. */
struct spec_caps {
	bool given;
	uint64_t bounding, effective, inheritable, permitted, ambient;
	struct strings unknown; /* names that stand for none */
};

/* A set of numbers, such as "0-3,7" of processors. */
struct spec_set {
	const char *text; /* NULL: not given */
	unsigned long *words;
	size_t bits; /* one more than the highest */
};
enum { MAX_SET = 8192 };

struct spec_scheduler {
	bool given;
	uint32_t policy, priority;
	int32_t nice;
	uint64_t flags, runtime, deadline, period;
};

struct spec_process {
	bool terminal, no_new_privileges;
	unsigned short rows, columns;
	uid_t uid;
	gid_t gid;
	bool umask_given;
	mode_t umask;
	gid_t *groups;
	size_t group_count;
	struct strings args, env;
	const char *cwd;
	struct spec_caps caps;
	struct spec_rlimit *rlimits;
	size_t rlimit_count;
	bool oom_score_given;
	int oom_score;
	struct spec_scheduler scheduler;
	int io_priority; /* -1: as it comes */
	struct spec_set affinity_first, affinity_last; /* for an exec only */
	const char *apparmor, *selinux; /* NULL: none */
};

struct spec_memory_policy {
	bool given;
	int mode; /* with its flags */
	struct spec_set nodes;
};

struct spec_net_device {
	const char *name, *new_name;
};

struct spec_rdt {
	bool given, monitoring;
	const char *group, *l3, *bandwidth; /* NULL: not given */
	struct strings schemata;
};

/* Ids of a container (or of a file system) and what they are outside, `size` of them in a row. */
struct spec_mapping {
	uint32_t container, host, size;
};
struct spec_mappings {
	struct spec_mapping *items;
	size_t count;
};
enum { MAX_MAPPINGS = 340 }; /* as many as the kernel takes */

struct spec_mount {
	const char *destination, *type, *source;
	bool bind, recursive_bind, tmpcopyup;
	bool idmap, recursive_idmap;
	struct spec_mappings uid_map, gid_map; /* empty: those of the container's user namespace */
	int tree; /* its detached copy, when the parent has made one (mount_trees.c); -1: none */
	bool flagged; /* by an option of its own such as "ro" or "dev" */
	int mapping; /* a user namespace whose ids it gets, -1: none */
	uint64_t set, clear;                     /* MOUNT_ATTR_* of this mount */
	uint64_t recursive_set, recursive_clear; /* of the whole tree */
	uint64_t propagation;                    /* MS_SHARED, MS_PRIVATE ..., 0: as it comes */
	bool recursive_propagation;
	struct strings data; /* options for the file system itself */
};

struct spec_device {
	const char *path;
	mode_t type;
	unsigned major, minor;
	mode_t mode;
	uid_t uid;
	gid_t gid;
	int tree; /* as spec_mount.tree, of a node that the parent has made */
};

struct spec_device_rule {
	bool allow;
	char type; /* a, b, c */
	int64_t major, minor; /* -1: any */
	const char *access;
};

struct spec_throttle {
	unsigned major, minor;
	uint64_t rate;
};
enum { THROTTLE_READ_BPS, THROTTLE_WRITE_BPS, THROTTLE_READ_IOPS, THROTTLE_WRITE_IOPS, THROTTLE_KINDS };

/* A number that may be absent. */
struct optional {
	bool given;
	int64_t value;
};

struct spec_hugepage {
	const char *size; /* "2MB" */
	uint64_t limit;
};

struct spec_rdma {
	const char *device;
	struct optional handles, objects;
};

struct spec_net_priority {
	const char *device;
	uint32_t priority;
};

struct spec_weight {
	unsigned major, minor;
	struct optional weight, leaf;
};

struct spec_resources {
	struct spec_device_rule *devices;
	size_t device_count;
	struct optional memory, memory_swap, memory_reservation, memory_swappiness;
	bool oom_kill_disable;
	struct optional cpu_shares, cpu_quota, cpu_period, cpu_burst, rt_runtime, rt_period, cpu_idle;
	const char *cpus, *mems;
	struct optional pids;
	struct optional blkio_weight, blkio_leaf_weight;
	struct spec_weight *weights;
	size_t weight_count;
	struct spec_hugepage *hugepages;
	size_t hugepage_count;
	struct spec_rdma *rdma;
	size_t rdma_count;
	struct optional class_id;
	struct spec_net_priority *net_priorities;
	size_t net_priority_count;
	bool check_before_update;
	struct spec_throttle *throttle[THROTTLE_KINDS];
	size_t throttle_count[THROTTLE_KINDS];
	struct strings unified; /* file, value, file, value ... (v2 only) */
};

enum { NS_PID, NS_NETWORK, NS_IPC, NS_UTS, NS_MOUNT, NS_CGROUP, NS_TIME, NS_USER, NS_KINDS };
enum { CLOCK_OF_MONOTONIC, CLOCK_OF_BOOTTIME, CLOCK_OFFSETS };

struct spec_namespace {
	bool wanted;
	const char *path; /* NULL: a new one */
};

struct spec_time_offset {
	bool given;
	int64_t seconds;
	uint32_t nanoseconds;
};

struct spec_hook {
	const char *path;
	struct strings args, env;
	bool env_given; /* otherwise the environment of whoever runs it */
	int64_t timeout;
};
enum { HOOK_PRESTART, HOOK_CREATE_RUNTIME, HOOK_CREATE_CONTAINER, HOOK_START_CONTAINER, HOOK_POSTSTART, HOOK_POSTSTOP,
	HOOK_KINDS };
extern const char *const hook_names[HOOK_KINDS];
struct spec_hooks {
	struct spec_hook *items;
	size_t count;
};

struct spec {
	const char *version, *hostname, *domainname;
	const char *rootfs; /* absolute */
	bool rootfs_readonly;
	bool no_pivot; /* --no-pivot: the root file system is on a ramdisk that pivot_root cannot leave */
	uint64_t rootfs_propagation;
	bool process_given;
	struct spec_process process;
	struct spec_mount *mounts;
	size_t mount_count;
	struct spec_namespace namespaces[NS_KINDS];
	struct spec_mappings uid_map, gid_map;
	struct spec_time_offset time_offsets[CLOCK_OFFSETS];
	int root_tree; /* as spec_mount.tree, of the root file system */
	struct spec_device *devices;
	size_t device_count;
	const char *cgroups_path;
	struct spec_resources resources;
	struct strings masked_paths, readonly_paths;
	struct strings sysctl; /* name, value, name, value ... */
	const struct json *seccomp; /* compiled by seccomp.c */
	struct spec_hooks hooks[HOOK_KINDS];
	const struct json *annotations;
	const char *mount_label;
	bool personality_given;
	unsigned long personality;
	struct spec_memory_policy memory_policy;
	struct spec_net_device *net_devices;
	size_t net_device_count;
	struct spec_rdt rdt;
};

/* `bundle` is absolute; relative paths of the configuration start there. */
struct spec *spec_parse(struct arena *arena, const char *text, size_t length, const char *bundle, struct error *e);
struct spec *spec_load(struct arena *arena, const char *bundle, struct error *e);
/* The process object alone, as `exec --process` takes it. */
int spec_parse_process(struct reader *r, const struct json *process, struct spec_process *to);
void spec_parse_mounts(struct reader *r, const struct json *config, const char *bundle, struct spec *spec);
/* When the namespaces are known. */
void spec_finish_mounts(struct spec *spec);
void spec_parse_resources(struct reader *r, const struct json *json, const char *where, struct spec_resources *to);
struct optional read_optional(struct reader *r, const struct json *object, const char *where, const char *key);
void spec_parse_named_limits(struct reader *r, const struct json *resources, struct spec_resources *to);
void spec_parse_linux(struct reader *r, const struct json *config, struct spec *spec);
void spec_parse_ids(struct reader *r, const struct json *linux_, struct spec *spec);
void spec_parse_scheduling(struct reader *r, const struct json *process, struct spec_process *to);
void spec_parse_host_parts(struct reader *r, const struct json *linux_, struct spec *spec);
/* False when the text is not such a set. */
bool set_parse(struct arena *arena, const char *text, struct spec_set *set);
const char *memory_policy_mode(int index);
const char *memory_policy_flag(int index);
struct spec_mappings read_mappings(struct reader *r, const struct json *object, const char *where, const char *key);
/* What `id` of the container is outside; false when it is not mapped. */
bool mapping_find(const struct spec_mappings *map, uint32_t id, uint32_t *outside);
bool spec_new_namespace(const struct spec *spec, int kind);
const char *time_offset_clock(int index);
void spec_parse_hooks(struct reader *r, const struct json *config, struct spec *spec);
/* MS_* of "rshared", "private" and so on, MS_REC included; 0 when it is none. */
uint64_t propagation_of(const char *name);
/* Names and values, alternating, of an object of strings. */
struct strings read_pairs(struct reader *r, const struct json *object, const char *where, const char *key);

int namespace_flag(int kind);
const char *namespace_name(int kind);

#endif
