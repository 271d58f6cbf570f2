#include "console.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>

#include "io.h"
#include "mounts.h"
#include "safe_path.h"
#include "sys.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41)
#endif

/* The slave comes from the master itself (TIOCGPTPEER), never by the name /dev/pts/N, which the
 * image could have made something else (CVE-2016-9962's kin, CVE-2025-52565). */
int console_open(int root, int *master, int *slave, struct error *e)
{
	int unlock = 0;
	*slave = -1;
	*master = open_in_root_no_links(root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY);
	if (*master < 0)
		return error_errno(e, "open /dev/pts/ptmx (a terminal needs a mount of devpts)");
	if (!is_devpts(*master))
		error_set(e, "/dev/pts/ptmx is not of a devpts file system");
	else if (ioctl(*master, TIOCSPTLCK, &unlock) != 0)
		error_errno(e, "unlock the terminal");
	else if ((*slave = ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0)
		error_errno(e, "open the terminal");
	if (*slave >= 0)
		return 0;
	close_fd(master);
	return -1;
}

int console_bind(int root, int slave, struct error *e)
{
	AUTO_CLOSE int dev = open_in_root_no_links(root, "/dev", O_PATH | O_DIRECTORY);
	if (dev < 0)
		return error_errno(e, "open /dev");
	AUTO_CLOSE int made = openat(dev, "console", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	if (made < 0 && errno != EEXIST)
		return error_errno(e, "create /dev/console");
	AUTO_CLOSE int target = openat(dev, "console", O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	if (target < 0 || fstat(target, &status) != 0)
		return error_errno(e, "open /dev/console");
	if (S_ISLNK(status.st_mode) || S_ISDIR(status.st_mode))
		return error_set(e, "/dev/console is a link or a directory");
	AUTO_CLOSE int tree = mount_copy(slave, false, e);
	return tree < 0 ? -1 : mount_attach(tree, target, e);
}

int console_take(int slave, struct error *e)
{
	if (ioctl(slave, TIOCSCTTY, 0) != 0)
		return error_errno(e, "take the terminal");
	for (int fd = 0; fd < 3; fd++)
		if (dup2(slave, fd) < 0)
			return error_errno(e, "take the terminal as standard input and output");
	return 0;
}

int console_resize(int fd, unsigned short rows, unsigned short columns)
{
	struct winsize size = { .ws_row = rows, .ws_col = columns };
	return ioctl(fd, TIOCSWINSZ, &size);
}

int send_fd(int socket, int fd, const char *text)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec data = { (char *)text, strlen(text) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control) };
	memset(&control, 0, sizeof(control));
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int send_pidfd(const char *path, pid_t pid, struct error *e)
{
	AUTO_CLOSE int pidfd = path ? sys_pidfd_open(pid) : -1;
	AUTO_CLOSE int socket = path ? console_connect(path, e) : -1;
	if (path && (pidfd < 0 || socket < 0 || send_fd(socket, pidfd, "pidfd") != 0))
		return error_errno(e, "--pidfd-socket: send the pidfd to %s", path);
	return 0;
}

int receive_fd(int socket)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	char text[4096];
	int fd = -1;
	struct iovec data = { text, sizeof(text) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control) };
	struct cmsghdr *header = recvmsg(socket, &message, MSG_CMSG_CLOEXEC) > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(header), sizeof(int));
	return fd;
}

int console_connect(const char *path, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(e, "the console socket's path is too long: %s", path);
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		error_errno(e, "connect to the console socket %s", path);
		close_fd(&fd);
		return -1;
	}
	return fd;
}
