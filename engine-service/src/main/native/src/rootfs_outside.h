/* A container without a mount namespace of its own: its mounts are made in the caller's, it gets there by
 * chroot, and somebody has to take them away again. */
#ifndef DAVIT_ROOTFS_OUTSIDE_H
#define DAVIT_ROOTFS_OUTSIDE_H

#include "error.h"
#include "spec.h"

/* Makes a note in the state directory of what was mounted on the root file system before. */
int outside_note(int state_dir, const struct spec *spec, struct error *e);
/* Unmounts what has come since the note, if anything has. */
void outside_unmount(int state_dir, const struct spec *spec);
/* Makes `root` the process's root without pivot_root, which would change everybody's. */
int outside_enter(int root, struct error *e);

#endif
