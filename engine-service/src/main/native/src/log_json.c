#include "log_json.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "io.h"
#include "state.h"
#include "text.h"

struct log_buffers log_buffers;

static int open_file(struct log *log, int flags)
{
	struct stat status;
	log->fd = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags, 0640);
	log->size = log->fd >= 0 && fstat(log->fd, &status) == 0 ? status.st_size : 0;
	return log->fd;
}

int log_open(struct log *log, const char *path, off_t max_size, int max_files, struct error *e)
{
	log->path = path;
	log->fd = -1;
	log->max_size = max_size;
	log->max_files = max_files < 1 ? 1 : max_files;
	if (path && open_file(log, 0) < 0)
		return error_errno(e, "open the log %s", path);
	return 0;
}

/* file -> file.1 -> ... -> file.(max_files - 1), the oldest of which is lost. */
static void rotate(struct log *log)
{
	char from[PATH_MAX], to[PATH_MAX];
	close_fd(&log->fd);
	for (int i = log->max_files - 1; i > 0; i--) {
		if (snprintf(to, sizeof(to), "%s.%d", log->path, i) >= (int)sizeof(to))
			break;
		if (i == 1)
			snprintf(from, sizeof(from), "%s", log->path);
		else
			snprintf(from, sizeof(from), "%.*s.%d", PATH_MAX - 16, log->path, i - 1);
		rename(from, to);
	}
	open_file(log, log->max_files == 1 ? O_TRUNC : 0);
}

/* A full disk must not end the container, nor leave half a line behind: what could not be written
 * whole is taken back and lost (conmon 211). */
static void flush(struct log *log)
{
	size_t length = log->staged;
	log->staged = 0;
	if (length == 0)
		return;
	if (log->fd < 0 && open_file(log, 0) < 0)
		return;
	if (write_all(log->fd, log_buffers.stage, length) >= 0)
		log->size += (off_t)length;
	else
		(void)!ftruncate(log->fd, log->size);
}

/* Whole lines only are staged, unless one is longer than the stage. */
static void stage(struct log *log, const char *data, size_t length)
{
	if (log->staged + length > sizeof(log_buffers.stage))
		flush(log);
	memcpy(log_buffers.stage + log->staged, data, length);
	log->staged += length;
}

static void write_message(struct log *log, int stream, const char *data, size_t length, bool newline)
{
	char piece[6 * 512], tail[128], now[64];
	if (log->max_size > 0 && log->size + (off_t)log->staged >= log->max_size) {
		flush(log);
		rotate(log);
	}
	/* Escaping may lengthen it sixfold; what is certain to fit is kept together. */
	if (log->staged + length + 128 > sizeof(log_buffers.stage))
		flush(log);
	stage(log, "{\"log\":\"", 8);
	while (length > 0) {
		size_t take = length < 512 ? length : 512;
		while (take < length && take > 508 && ((unsigned char)data[take] & 0xc0) == 0x80)
			take--;
		stage(log, piece, json_escape(piece, data, take));
		data += take;
		length -= take;
	}
	int n = snprintf(tail, sizeof(tail), "%s\",\"stream\":\"%s\",\"time\":\"%s\"}\n", newline ? "\\n" : "",
		stream ? "stderr" : "stdout", timestamp(now, sizeof(now)));
	stage(log, tail, (size_t)n);
}

/* A line is cut every 16 KiB, as Docker cuts it; the pieces have no newline. */
static void add(struct log *log, int stream, const char *data, size_t length)
{
	char *buffer = log_buffers.partial[stream];
	size_t *used = &log->partial_length[stream];
	while (length > 0) {
		size_t take = LOG_LINE - *used < length ? LOG_LINE - *used : length;
		memcpy(buffer + *used, data, take);
		*used += take;
		data += take;
		length -= take;
		if (*used == LOG_LINE) {
			write_message(log, stream, buffer, *used, false);
			*used = 0;
		}
	}
}

void log_write(struct log *log, int stream, const char *data, size_t length)
{
	if (!log->path)
		return;
	while (length > 0) {
		const char *end = memchr(data, '\n', length);
		size_t line = end ? (size_t)(end - data) : length;
		size_t *used = &log->partial_length[stream];
		if (end && *used == 0 && line < LOG_LINE) {
			write_message(log, stream, data, line, true);
		} else {
			add(log, stream, data, line);
			if (end) {
				write_message(log, stream, log_buffers.partial[stream], *used, true);
				*used = 0;
			}
		}
		data += line + (end != NULL);
		length -= line + (end != NULL);
	}
	flush(log);
}

void log_finish(struct log *log)
{
	if (!log->path)
		return;
	for (int stream = 0; stream < 2; stream++)
		if (log->partial_length[stream] > 0) {
			write_message(log, stream, log_buffers.partial[stream], log->partial_length[stream], false);
			log->partial_length[stream] = 0;
		}
	flush(log);
	close_fd(&log->fd);
}
