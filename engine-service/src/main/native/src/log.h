/* What went wrong, for people (standard error) and for engines (--log). */
#ifndef DAVIT_LOG_H
#define DAVIT_LOG_H

#include <stdbool.h>

#include "error.h"

extern const char *log_file;
extern bool log_as_json;

void log_error(const struct error *e);
void log_warning(const struct error *e);

#endif
