#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

void close_fd(int *fd)
{
	int kept = errno;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	errno = kept;
}

ssize_t write_all(int fd, const void *data, size_t length)
{
	size_t done = 0;
	while (done < length) {
		ssize_t n = write(fd, (const char *)data + done, length - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

int write_file(int dir, const char *path, const char *text)
{
	AUTO_CLOSE int fd = openat(dir, path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -1;
	size_t length = strlen(text);
	ssize_t n;
	do
		n = write(fd, text, length);
	while (n < 0 && errno == EINTR);
	if (n >= 0 && (size_t)n != length)
		errno = EIO;
	return n >= 0 && (size_t)n == length ? 0 : -1;
}

ssize_t read_small(int dir, const char *path, char *buffer, size_t size)
{
	AUTO_CLOSE int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -1;
	size_t used = 0;
	while (used < size - 1) {
		ssize_t n = read(fd, buffer + used, size - 1 - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	if (used > 0 && buffer[used - 1] == '\n')
		used--;
	buffer[used] = '\0';
	return (ssize_t)used;
}

char *read_file(struct arena *arena, int dir, const char *path, size_t limit, size_t *length, struct error *e)
{
	/* O_NONBLOCK: a FIFO in the place of the file must not make us wait for ever. */
	AUTO_CLOSE int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	if (fd < 0 || fstat(fd, &status) != 0) {
		error_errno(e, "open %s", path);
		return NULL;
	}
	if (!S_ISREG(status.st_mode) || status.st_size < 0 || (size_t)status.st_size > limit) {
		error_set(e, "open %s: not a regular file of at most %zu bytes", path, limit);
		return NULL;
	}
	size_t size = (size_t)status.st_size, used = 0;
	char *text = arena_alloc(arena, size + 1);
	while (used < size) {
		ssize_t n = read(fd, text + used, size - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			error_errno(e, "read %s", path);
			return NULL;
		}
		if (n == 0)
			break;
		used += (size_t)n;
	}
	*length = used;
	return text;
}

char *read_stream(struct arena *arena, const char *path, size_t limit, size_t *length, struct error *e)
{
	struct stat status;
	size_t used = 0, room = 65536;
	ssize_t n = -1;
	if (stat(path, &status) != 0 || !S_ISFIFO(status.st_mode))
		return read_file(arena, AT_FDCWD, path, limit, length, e);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = arena_alloc(arena, room);
	while (fd >= 0 && used < limit && (n = read(fd, text + used, room - used)) > 0) {
		used += (size_t)n;
		if (used < room)
			continue;
		char *larger = arena_alloc(arena, room *= 2);
		memcpy(larger, text, used);
		text = larger;
	}
	*length = used;
	if (n == 0)
		return text;
	if (n < 0)
		error_errno(e, "read %s", path);
	else
		error_set(e, "read %s: more than %zu bytes", path, limit);
	return NULL;
}

int replace_file(int dir, const char *path, const char *text, size_t length, mode_t mode)
{
	char beside[4096];
	if (snprintf(beside, sizeof(beside), "%s.%d.tmp", path, getpid()) >= (int)sizeof(beside)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	unlinkat(dir, beside, 0);
	int fd = openat(dir, beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return -1;
	bool good = write_all(fd, text, length) >= 0;
	if (close(fd) != 0)
		good = false;
	if (good && renameat(dir, beside, dir, path) == 0)
		return 0;
	int kept = errno;
	unlinkat(dir, beside, 0);
	errno = kept;
	return -1;
}

bool parse_number(const char *text, long long low, long long high, long long *value)
{
	char *end;
	if (!text || !((text[0] >= '0' && text[0] <= '9') || text[0] == '-'))
		return false;
	errno = 0;
	*value = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0' && end != text && *value >= low && *value <= high;
}
