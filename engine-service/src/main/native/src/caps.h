/* Capabilities: names, and the five sets of a process. */
#ifndef DAVIT_CAPS_H
#define DAVIT_CAPS_H

#include "error.h"
#include "spec.h"

int cap_number(const char *name); /* of "CAP_CHOWN"; -1 when unknown */
const char *cap_name(int number);  /* NULL past the last */
/* Drops the bounding set, then sets effective, permitted and inheritable to the wanted ones plus
 * `keep` (bits still needed for the last steps), and the ambient set. Call after setuid with keepcaps. */
int caps_apply(const struct spec_caps *caps, uint64_t keep, struct error *e);
/* The last step: exactly the wanted sets. */
/* Says in the log what of these sets will be left out. */
void caps_warn(const struct spec_caps *caps);
int caps_finish(const struct spec_caps *caps, struct error *e);
int caps_drop_bounding(const struct spec_caps *caps, struct error *e);

enum { CAP_NUMBER_SETGID = 6, CAP_NUMBER_SETUID = 7, CAP_NUMBER_SYS_ADMIN = 21 };
/* Has this process the capability, in its user namespace? */
bool caps_effective(int number);

#endif
