/* Small whole-file reads and writes, relative to a directory descriptor. */
#ifndef DAVIT_IO_H
#define DAVIT_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "arena.h"
#include "error.h"

void close_fd(int *fd);
/* `__attribute__((cleanup(close_fd)))` for descriptors of one function. */
#define AUTO_CLOSE __attribute__((cleanup(close_fd)))

/* Descriptors that the caller left open would be copied for each new process and closed again there. */
void close_inherited(int lowest);
ssize_t write_all(int fd, const void *data, size_t length);
/* Opens, writes in one call (kernel files take it whole), closes. 0 or -1 with errno. */
int write_file(int dir, const char *path, const char *text);
/* Reads up to `size - 1` bytes, ends them with NUL, cuts a trailing newline. Length or -1 with errno. */
ssize_t read_small(int dir, const char *path, char *buffer, size_t size);
/* Reads a whole regular file of at most `limit` bytes into the arena. */
char *read_file(struct arena *arena, int dir, const char *path, size_t limit, size_t *length, struct error *e);
/* The same of what may be a pipe as well, such as a shell's <(...). */
char *read_stream(struct arena *arena, const char *path, size_t limit, size_t *length, struct error *e);
/* Creates the file anew, beside and renamed, so that a reader never sees half of it. */
int replace_file(int dir, const char *path, const char *text, size_t length, mode_t mode);
bool parse_number(const char *text, long long low, long long high, long long *value);

#endif
