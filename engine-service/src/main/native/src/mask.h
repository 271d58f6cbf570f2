/* Paths of a container that are hidden or made read-only. */
#ifndef DAVIT_MASK_H
#define DAVIT_MASK_H

#include "error.h"
#include "spec.h"

/* `null` is the host's /dev/null. */
int mask_paths(int root, int null, const struct strings *paths, struct error *e);
int readonly_paths(int root, const struct strings *paths, struct error *e);
/* The host's null device, verified: a container could otherwise swap it for a link to a file that
 * would then be mounted in the place of the masked one (CVE-2025-31133). */
int open_null(struct error *e);

#endif
