/* Filters that leave decisions to somebody else. */
#ifndef DAVIT_SECCOMP_NOTIFY_H
#define DAVIT_SECCOMP_NOTIFY_H

#include "error.h"
#include "launch.h"

/* Installs the filter and sends its descriptor to the listener by l->notify. A failure to send it is
 * reported to `answer` and ends the process. */
int seccomp_install_notifying(struct launch *l, int answer, struct error *e);

#endif
