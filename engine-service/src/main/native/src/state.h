/* What is kept of a container between calls: <root>/<id>/, of which nobody but root may see anything. */
#ifndef DAVIT_STATE_H
#define DAVIT_STATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "cgroup.h"
#include "error.h"
#include "spec.h"
#include "text.h"

struct state {
	const char *id, *bundle, *rootfs, *cgroup, *created;
	const char *unit; /* of systemd's, NULL when the cgroup is managed directly */
	pid_t pid;
	unsigned long long start_time; /* tells the process from a later one of the same number */
	int dir;
};

extern const char *state_root; /* --root */
extern bool state_root_given;
const char *state_default_root(struct arena *arena);

int state_check_id(const char *id, struct error *e);
/* Makes <root>/<id>; fails when it is there already. Returns its descriptor. */
int state_make_dir(const char *id, struct error *e);
int state_open_dir(const char *id, struct error *e);
int state_save(const struct state *state, struct arena *arena, struct error *e);
int state_load(struct state *state, struct arena *arena, const char *id, struct error *e);
void state_remove(int dir, const char *id);

/* "creating", "created", "running", "paused", "stopped". */
const char *state_status(const struct state *state, struct arena *arena);
bool state_alive(const struct state *state);
unsigned long long process_start_time(pid_t pid, char *status);
/* pidfd of the container's process, sure not to be another's; -1 when it has ended. */
int state_pidfd(const struct state *state);
void state_describe(struct text *to, const struct state *state, const char *status, const struct json *annotations);
/* The configuration as it was when the container was created. */
struct spec *state_spec(const struct state *state, struct arena *arena, struct error *e);
char *timestamp(char *to, size_t size); /* RFC 3339 with nanoseconds */
/* Every container's id. */
struct strings state_list(struct arena *arena, struct error *e);

#define STATE_FILE "state.json"
#define CONFIG_FILE "config.json"
#define START_SOCKET "start.sock"

#endif
