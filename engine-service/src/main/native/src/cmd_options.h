/* Options that create and run share. */
#ifndef DAVIT_CMD_OPTIONS_H
#define DAVIT_CMD_OPTIONS_H

#include "container.h"

struct create_flags {
	struct create_options create;
	bool detach, keep;
};

int cmd_create_options(int argc, char **argv, struct create_flags *flags, struct error *e);
/* How many descriptors beyond the standard ones are passed on; NULL: those of socket activation. */
int cmd_preserve_fds(const char *text, int *count, struct error *e);
/* Waits for the process and copies a terminal's input and output meanwhile (master may be -1).
 * Returns its exit code, 128 and the signal when it was killed. */
int foreground(pid_t pid, int master);
void foreground_prepare(void); /* before the process is made */
/* Before it starts: ends of lines are for the terminal that shows them, not for the one inside. */
void foreground_terminal(int master);

#endif
