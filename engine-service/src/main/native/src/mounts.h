/* The mounts of a container's configuration, by the descriptor-based mount calls. */
#ifndef DAVIT_MOUNTS_H
#define DAVIT_MOUNTS_H

#include "cgroup.h"
#include "error.h"
#include "spec.h"

/* Mounts one entry below `root`. */
int mount_entry(int root, const struct spec_mount *mount, const struct spec *spec, const struct cgroup *cgroup,
	struct error *e);
/* Says of which mount an error is. */
int mount_error(const struct spec_mount *mount, struct error *e);
/* The source of a bind mount, unattached and with its attributes. */
int mount_source(const struct spec_mount *mount, struct error *e);
/* The same with its ids mapped, when they are to be. */
int mount_source_mapped(const struct spec_mount *mount, struct error *e);
/* The parent's part, before the clone; the descriptors go into the spec. */
int mount_trees_prepare(struct spec *spec, struct error *e);
void mount_trees_close(struct spec *spec);
/* A new, unattached mount of a file system. */
int mount_new(const char *type, const char *source, const struct strings *data, uint64_t attributes, struct error *e);
/* An unattached copy of the mount (tree) that `fd` is in, starting at `fd`. */
int mount_copy(int fd, bool recursive, struct error *e);
int mount_attach(int tree, int target, struct error *e);
int mount_attributes(int fd, bool recursive, uint64_t set, uint64_t clear, uint64_t propagation, struct error *e);
int mount_cgroups(int root, int target, const struct spec_mount *mount, const struct spec *spec,
	const struct cgroup *cgroup, struct error *e);

#endif
