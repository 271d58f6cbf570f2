/* $HOME for a process whose environment does not say. */
#ifndef DAVIT_HOME_H
#define DAVIT_HOME_H

#include "spec.h"

/* The environment, with HOME added from the container's /etc/passwd when it is missing. */
char **home_environment(struct arena *arena, const struct spec_process *process);
/* The home directory in a passwd text, "/" when the user is not there. */
const char *home_find(struct arena *arena, const char *passwd, uid_t uid);

#endif
