/* A new process of a container: how the parent starts it and what it does until its execve.
 *
 * The new process is a copy of its parent, so that it finds everything prepared in memory. The two
 * talk over a pair of sequenced-packet sockets:
 *                                                                 parent: 'G' seen to from outside
 *   child:  'H' namespaces and mounts are there, hooks may run   parent: 'G' go on
 *           'C' the pty's master comes along
 *           'R' all done, command looked up                       parent: 'S' start (or, for the
 *           'E' error                                                     OCI create, a listener)
 * A successful execve closes the child's end, which is how the parent learns of it. */
#ifndef DAVIT_LAUNCH_H
#define DAVIT_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

#include "cgroup.h"
#include "error.h"
#include "seccomp.h"
#include "spec.h"

struct clone_args;

struct launch {
	const char *id, *bundle;
	const struct spec *spec;
	const struct spec_process *process;
	struct cgroup *cgroup;
	const char *unit; /* systemd has to move the process into this one of its units, or NULL */
	struct arena *arena;
	const struct seccomp_filter *seccomp; /* NULL: none */
	int stdio[3];                         /* -1: the parent's own */
	int preserve_fds;
	bool no_keyring;
	int container;  /* pidfd of the container to join, -1: make a new one */
	int resctrl;    /* the file system for linux.intelRdt, or -1 */
	int notify;     /* connection to the seccomp listener, or -1 */
	pid_t container_pid;
	int listener;   /* where `start` comes from, -1: from the parent */
	int namespaces[NS_KINDS]; /* descriptors of those to join by path, or -1 */
	int sync, child_sync;
	int master;     /* the pty's, once it has come */
	pid_t pid;
	int (*hooks)(struct launch *l, struct error *e); /* what to run at 'H', or NULL */
	bool gate;           /* the child waits at its beginning for what only the parent can do */
	bool through;        /* a process in between joins namespaces first (launch_join.c) */
	bool groups_denied;  /* the user namespace lets nobody set groups */
	pid_t host_pid;      /* the process's own, as the runtime sees it; known when there was a gate */
	char **environment;  /* of the process, once it is known */
	uid_t starter;       /* who runs the runtime, as the container sees it */
};

void launch_init(struct launch *l, struct arena *arena);
int launch_spawn(struct launch *l, struct error *e);
/* Serves the child until it is ready to execute its command. */
int launch_wait_ready(struct launch *l, struct error *e);
/* Lets it execute; returns when it has, or has failed to. */
int launch_start(struct launch *l, struct error *e);
/* Kills and reaps a process that is not wanted after all. */
void launch_abort(struct launch *l);

/* Starts the process by way of one that joins a user namespace, or namespaces that a new user
 * namespace has no right to. */
int launch_through(struct launch *l, struct clone_args *args, struct error *e);
/* Joins those of l->namespaces that this process may; again after the user namespace. */
int launch_join_paths(struct launch *l, struct error *e);
/* Joins those of l->container, with what `flags` names beside. */
int launch_join_container(struct launch *l, int flags, struct error *e);
bool launch_needs_outside(const struct launch *l);
/* What only the parent can do for a new process: its ids, for one. */
int launch_from_outside(struct launch *l, struct error *e);
/* Makes the user that a user namespace stands for the owner of its standard streams. */
void launch_give_streams(const struct launch *l);

/* The child's side. */
int child_first_steps(struct launch *l, struct error *e);
int child_wait_for_outside(struct launch *l, struct error *e);
int child_protect_from_tracing(struct error *e);
/* From nobody in the user namespace to its root. */
int child_become_root(struct launch *l, struct error *e);
_Noreturn void child_main(struct launch *l);
int child_hooks_point(struct launch *l, struct error *e);
int child_send_console(struct launch *l, int master, struct error *e);
int child_set_up_container(struct launch *l, struct error *e);
int child_join_container(struct launch *l, struct error *e);
_Noreturn void child_run_process(struct launch *l, struct error *e);
_Noreturn void child_fail(struct launch *l, int socket, struct error *e);

#endif
