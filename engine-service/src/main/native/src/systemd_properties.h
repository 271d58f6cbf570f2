/* Limits and device rules as properties of a systemd unit, so that systemd sets the same when it looks at
 * the unit again. Each is appended as (sv), the element of an array that begins at a multiple of 8. */
#ifndef DAVIT_SYSTEMD_PROPERTIES_H
#define DAVIT_SYSTEMD_PROPERTIES_H

#include "cgroup.h"
#include "dbus.h"
#include "spec.h"

void property_name(struct text *to, const char *name, const char *type); /* its value is to follow */
void property_string(struct text *to, const char *name, const char *value);
void property_bool(struct text *to, const char *name, bool value);
void property_number(struct text *to, const char *name, uint64_t value);

/* What can be said to a systemd of this version; the cgroup's files are written in any case. */
int properties_of_resources(struct text *to, const struct spec_resources *resources, bool v2, int version, struct error *e);
/* The rules as DeviceAllow. What systemd cannot say it leaves closed on v1, where its list replaces ours;
 * on v2, where both must agree, it then allows everything. */
void properties_of_devices(struct text *to, const struct spec_device_rule *rules, size_t count, bool v2, struct arena *arena);
/* Annotations org.systemd.property.NAME, whose values are GVariant texts. */
int properties_of_annotations(struct text *to, const struct json *annotations, struct error *e);
/* systemd counts processor time in hundredths; a quota between two of them is raised to the next, for the
 * cgroup's file too. */
void quota_round(struct spec_resources *resources);

#endif
