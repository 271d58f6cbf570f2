/* User namespaces, seen from outside of them. */
#ifndef DAVIT_USERNS_H
#define DAVIT_USERNS_H

#include <sys/types.h>

#include "error.h"
#include "spec.h"

/* Refuses what this user cannot have mapped, before anything is done. */
int userns_check(const struct spec *spec, struct error *e);
/* Gives a process in a new user namespace its ids. */
int userns_map(pid_t pid, const struct spec_mappings *uids, const struct spec_mappings *gids, struct error *e);
/* A user namespace with these mappings and nobody in it, for an id-mapped mount. */
int userns_make(const struct spec_mappings *uids, const struct spec_mappings *gids, struct error *e);
/* The same; with a network namespace that belongs to it in *net, unless that is NULL. */
int userns_make_with(const struct spec_mappings *uids, const struct spec_mappings *gids, int *net, struct error *e);
/* Is this process itself less than the host's root: another user, or in a user namespace? */
bool userns_is_rootless(void);
/* Does process `pid` live in another user namespace than this one? */
bool userns_differs(pid_t pid);

#endif
