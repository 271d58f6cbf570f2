/* SELinux and AppArmor. */
#ifndef DAVIT_LABELS_H
#define DAVIT_LABELS_H

#include <stdbool.h>

#include "error.h"
#include "spec.h"

/* Refuses what this kernel has not got. */
int labels_check(const struct spec_process *process, const char *mount_label, struct error *e);
/* For the next execve of the calling process, which is in the container already. */
int labels_apply(const struct spec_process *process, struct error *e);
/* Has a file system of this type its labels by mount option? */
bool label_fits(const char *type);

#endif
