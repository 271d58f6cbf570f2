/* GVariant's text format, as far as properties of systemd's units need it, into a D-Bus variant. */
#ifndef DAVIT_GVARIANT_H
#define DAVIT_GVARIANT_H

#include <stdbool.h>

#include "dbus.h"

/* Appends the variant that `value` stands for: true, 5, uint64 7, 1.5, 'text', ['a', 'b'], @as []. With
 * `seconds` it must be a number, and becomes a uint64 of microseconds. */
int gvariant_append(struct text *to, const char *value, bool seconds, struct error *e);

#endif
