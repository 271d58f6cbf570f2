/* One file a command. Each gets its own arguments, its name first. */
#ifndef DAVIT_CMD_H
#define DAVIT_CMD_H

#include "arena.h"
#include "error.h"

#ifndef VERSION
#define VERSION "0.1.0"
#endif

/* Return the exit code, or -1 with an error. */
int cmd_create(int argc, char **argv, struct error *e);
int cmd_delete(int argc, char **argv, struct error *e);
int cmd_events(int argc, char **argv, struct error *e);
int cmd_exec(int argc, char **argv, struct error *e);
int cmd_features(int argc, char **argv, struct error *e);
int cmd_hold(int argc, char **argv, struct error *e);
int cmd_kill(int argc, char **argv, struct error *e);
int cmd_list(int argc, char **argv, struct error *e);
int cmd_monitor(int argc, char **argv, struct error *e);
int cmd_pause(int argc, char **argv, struct error *e);
int cmd_ps(int argc, char **argv, struct error *e);
int cmd_resume(int argc, char **argv, struct error *e);
int cmd_run(int argc, char **argv, struct error *e);
int cmd_spec(int argc, char **argv, struct error *e);
int cmd_start(int argc, char **argv, struct error *e);
int cmd_state(int argc, char **argv, struct error *e);
int cmd_update(int argc, char **argv, struct error *e);

extern struct arena cmd_arena; /* for whatever a command needs until it ends */

/* The next positional argument must be there, and be the last when `last`. */
const char *cmd_container_id(int argc, char **argv, int index, int last, struct error *e);
int cmd_bad_option(const char *command, char **argv, struct error *e);

#endif
