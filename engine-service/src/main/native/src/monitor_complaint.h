/* What another runtime said when it failed, as an error of ours: the one place where its words are read. */
#ifndef DAVIT_MONITOR_COMPLAINT_H
#define DAVIT_MONITOR_COMPLAINT_H

#include "arena.h"
#include "error.h"

/* Of `RUNTIME --log LOG COMMAND …`, which ended with this status. Always -1. */
int foreign_complaint(struct arena *arena, const char *log, const char *command, int status, struct error *e);

#endif
