/* A container's log: Docker's json-file format, with rotation. */
#ifndef DAVIT_LOG_JSON_H
#define DAVIT_LOG_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "error.h"

enum { LOG_LINE = 16 * 1024, PAGE = 4096 };

struct log {
	const char *path; /* NULL: no log */
	int fd;
	off_t size, max_size; /* max_size 0: no limit */
	int max_files;
	size_t partial_length[2], staged;
};

/* Of the one log of a process: whole pages each, which a monitor without work gives back. */
struct log_buffers {
	_Alignas(PAGE) char partial[2][LOG_LINE]; /* what has come of a line, stdout and stderr */
	_Alignas(PAGE) char stage[8 * 1024];
};
extern struct log_buffers log_buffers;

int log_open(struct log *log, const char *path, off_t max_size, int max_files, struct error *e);
/* `stream` is 0 for stdout, 1 for stderr. Whatever goes wrong here, the container goes on. */
void log_write(struct log *log, int stream, const char *data, size_t length);
/* The ends of lines without a newline, and all that is staged. */
void log_finish(struct log *log);

#endif
