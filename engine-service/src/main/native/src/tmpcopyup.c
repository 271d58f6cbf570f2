#include "tmpcopyup.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "sys.h"

enum { MAX_DEPTH = 64 };

static int copy_tree(int from, int to, int depth, struct error *e);

static int copy_file(int from, int to, const char *name, const struct stat *status, struct error *e)
{
	AUTO_CLOSE int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	AUTO_CLOSE int out = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	char buffer[16384];
	ssize_t n = 0;
	if (in < 0 || out < 0)
		return error_errno(e, "copy %s", name);
	while ((n = read(in, buffer, sizeof(buffer))) > 0)
		if (write_all(out, buffer, (size_t)n) < 0)
			return error_errno(e, "copy %s", name);
	if (n < 0 || fchown(out, status->st_uid, status->st_gid) != 0 || fchmod(out, status->st_mode & 07777) != 0)
		return error_errno(e, "copy %s", name);
	return 0;
}

static int copy_link(int from, int to, const char *name, const struct stat *status, struct error *e)
{
	char target[4096];
	ssize_t length = readlinkat(from, name, target, sizeof(target) - 1);
	if (length < 0)
		return error_errno(e, "read the link %s", name);
	target[length] = '\0';
	if (symlinkat(target, to, name) != 0
		|| fchownat(to, name, status->st_uid, status->st_gid, AT_SYMLINK_NOFOLLOW) != 0)
		return error_errno(e, "copy the link %s", name);
	return 0;
}

static int copy_directory(int from, int to, const char *name, const struct stat *status, int depth, struct error *e)
{
	if (mkdirat(to, name, 0700) != 0)
		return error_errno(e, "create %s", name);
	AUTO_CLOSE int in = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	AUTO_CLOSE int out = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (in < 0 || out < 0)
		return error_errno(e, "copy %s", name);
	if (copy_tree(in, out, depth + 1, e) != 0)
		return -1;
	if (fchown(out, status->st_uid, status->st_gid) != 0 || fchmod(out, status->st_mode & 07777) != 0)
		return error_errno(e, "copy %s", name);
	return 0;
}

static int copy_entry(int from, int to, const char *name, int depth, struct error *e)
{
	struct stat status;
	if (fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return error_errno(e, "look at %s", name);
	if (S_ISREG(status.st_mode))
		return copy_file(from, to, name, &status, e);
	if (S_ISLNK(status.st_mode))
		return copy_link(from, to, name, &status, e);
	if (S_ISDIR(status.st_mode))
		return copy_directory(from, to, name, &status, depth, e);
	return 0; /* sockets, FIFOs and devices stay behind */
}

static int copy_tree(int from, int to, int depth, struct error *e)
{
	if (depth > MAX_DEPTH)
		return error_set(e, "tmpcopyup: the directory is nested too deeply");
	int fd = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		close_fd(&fd);
		return error_errno(e, "tmpcopyup");
	}
	for (struct dirent *entry; !failed(e) && (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			copy_entry(from, to, entry->d_name, depth, e);
	closedir(dir);
	return failed(e) ? -1 : 0;
}

int copy_up(int from, int to, struct error *e)
{
	struct stat status;
	if (copy_tree(from, to, 0, e) != 0)
		return -1;
	if (fstat(from, &status) == 0 && fchownat(to, "", status.st_uid, status.st_gid, AT_EMPTY_PATH) != 0)
		return error_errno(e, "tmpcopyup");
	return 0;
}
