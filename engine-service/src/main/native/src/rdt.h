/* Intel's resource director: shares of cache and memory bandwidth. */
#ifndef DAVIT_RDT_H
#define DAVIT_RDT_H

#include <sys/types.h>

#include "error.h"
#include "spec.h"

/* The resctrl file system, or -1 with an error when the configuration needs one. */
int rdt_open(const struct spec_rdt *rdt, struct error *e);
int rdt_join(int resctrl, const struct spec_rdt *rdt, const char *id, pid_t pid, struct error *e);
void rdt_remove(int resctrl, const struct spec_rdt *rdt, const char *id);

#endif
