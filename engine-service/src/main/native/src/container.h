/* A container's way from a bundle to a running process and to nothing again. */
#ifndef DAVIT_CONTAINER_H
#define DAVIT_CONTAINER_H

#include "cgroup.h"
#include "cgroup_systemd.h"
#include "error.h"
#include "launch.h"
#include "spec.h"
#include "state.h"

struct create_options {
	const char *id, *bundle;   /* bundle: absolute */
	const char *pid_file, *console_socket, *pidfd_socket;
	const char *start_link;    /* a monitor's socket, NULL: the container listens for itself */
	const char *config;        /* instead of the bundle's config.json */
	bool no_keyring, no_pivot;
	bool detached;             /* nobody here to hold a terminal: that goes to the console socket */
	int preserve_fds;
	int stdio[3];
	bool oom_score_given;      /* for when the configuration does not say */
	int oom_score;
	unsigned short rows, columns;
};

struct container {
	struct arena *arena;
	struct spec *spec;
	struct state state;
	struct cgroup cgroup;
	struct scope scope; /* when systemd manages the cgroup */
	struct launch launch;
};

/* All of it, up to the moment before the execve. Leaves nothing behind when it fails. */
int container_create(struct container *c, struct arena *arena, const struct create_options *o, struct error *e);
/* Only for the process that created it, when it did so with a start_link. */
int container_start(struct container *c, struct error *e);
/* Kills what was not started and removes everything. */
void container_undo(struct container *c);
/* Removes cgroup and state of a container whose processes have ended, and runs the poststop hooks. */
int container_remove(const struct state *state, struct arena *arena, struct error *e);
/* Has it a pid namespace of its own, whose end is the end of all? */
bool container_owns_pids(const struct spec *spec);
int write_pid_file(const char *path, pid_t pid, struct error *e);
/* Kills whatever is in the cgroup, for containers without a pid namespace of their own. */
int container_kill_all(const struct state *state, struct arena *arena, int signal, struct error *e);
char *absolute_path(struct arena *arena, const char *path);

#endif
