/* The root file system: everything that is mounted in it, and the step into it. */
#ifndef DAVIT_ROOTFS_H
#define DAVIT_ROOTFS_H

#include "cgroup.h"
#include "error.h"
#include "spec.h"

/* Binds the root onto itself and mounts everything; returns a descriptor of it. */
int rootfs_prepare(const struct spec *spec, const struct cgroup *cgroup, struct error *e);
/* Masks, read-only paths, read-only root. Still outside, where the host's null device is at hand. */
/* The working directory, when it is missing and the root will be read-only: later is too late. */
void rootfs_make_cwd(int root, const struct spec *spec);
int rootfs_finish(int root, const struct spec *spec, struct error *e);
/* Makes it the root; the old one is gone afterwards. */
int rootfs_enter(int root, const struct spec *spec, struct error *e);

/* The same without pivot_root (--no-pivot). */
int rootfs_move(int root, const struct spec *spec, struct error *e);

#endif
