/* A further process in a running container. */
#ifndef DAVIT_EXEC_H
#define DAVIT_EXEC_H

#include "error.h"
#include "launch.h"
#include "spec.h"
#include "state.h"

struct exec {
	struct arena *arena;
	struct state state;
	struct spec *spec;
	struct spec_process process;
	struct cgroup cgroup;
	struct launch launch;
	bool ignore_paused; /* set before exec_open */
};

/* Finds the container and its configuration; `process` starts as a copy of the container's own. */
int exec_open(struct exec *x, struct arena *arena, const char *id, struct error *e);
/* A group below the container's own, which must exist; may be called for each controller. */
int exec_use_group(struct exec *x, const char *group, struct error *e);
/* Replaces it by a process object, which came from the file `path`. */
int exec_read_process(struct exec *x, const char *path, const char *text, size_t length, struct error *e);
/* Up to the moment before the execve; x->launch.stdio and the like are set by the caller. */
int exec_create(struct exec *x, struct error *e);
int exec_start(struct exec *x, struct error *e);
void exec_close(struct exec *x);

#endif
