/* What went wrong, for people (standard error) and for engines (--log). */
#ifndef DAVIT_LOG_H
#define DAVIT_LOG_H

#include <stdbool.h>

#include "error.h"

extern const char *log_file;
extern bool log_as_json;
extern bool log_verbose; /* --debug */

/* A log that cannot be written is no log: said before anything is done. */
int log_check(struct error *e);
void log_error(const struct error *e);
/* What is no error goes to the log, and to standard error only when there is none, as runc has it. */
void log_warning(const struct error *e);
/* Only the parent's side may: in a container standard error is the container's. */
void log_debug(const char *format, ...) PRINTF(1, 2);

#endif
