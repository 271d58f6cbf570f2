/* Paths that an image or a container may have shaped. Every one of them is resolved by the kernel
 * below the root file system, and handled by descriptor from then on. */
#ifndef DAVIT_SAFE_PATH_H
#define DAVIT_SAFE_PATH_H

#include <stdbool.h>
#include <sys/types.h>

#include "error.h"

/* O_PATH descriptor of what `path` means inside `root`: ".." and absolute symbolic links end at the
 * root, magic links are refused. -1 with errno. */
int open_in_root(int root, const char *path, int flags);
/* The same with no symbolic link at all on the way (CVE-2019-19921, CVE-2026-41579). */
int open_in_root_no_links(int root, const char *path, int flags);
/* Makes what is missing of the directories of `path`, each step resolved anew in the root, so that
 * a link swapped in cannot lead outside (CVE-2024-45310). O_PATH descriptor or -1 with error. */
int make_directories(int root, const char *path, mode_t mode, struct error *e);
/* Where something is going to be mounted: made as a directory or as an empty file when missing. */
int make_mount_point(int root, const char *path, bool directory, struct error *e);
/* Does this descriptor stand for a file of the real procfs? Anything an image puts in its place is
 * a different file system (CVE-2019-16884, CVE-2025-52881). */
bool is_procfs(int fd);
/* A file of the procfs `proc` itself, for writing: nothing that was mounted on the way, not even another
 * file of procfs, may take the write's place (CVE-2025-52881). -1 with errno. */
int open_in_procfs(int proc, const char *path, int flags);
bool is_devpts(int fd);
/* Host procfs, checked, opened before the root is changed. */
int open_procfs(struct error *e);

#endif
