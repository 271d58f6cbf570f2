/* Listens on a socket for a descriptor that the runtime sends, prints what came along, and uses it:
 *   agent SOCKET notify ERRNO   answers the calls that a seccomp filter hands over (0: go on with it)
 *   agent SOCKET console        copies what a terminal shows to standard output
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(99);
}

static int take_fd(int connection)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control;
	char text[8192];
	struct iovec data = { text, sizeof(text) - 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	int fd = -1;
	ssize_t n = recvmsg(connection, &message, 0);
	if (n <= 0)
		die("recvmsg");
	text[n] = '\0';
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	printf("%s\n", text);
	fflush(stdout);
	return fd;
}

static void answer(int fd, int number)
{
	for (;;) {
		struct pollfd ready = { fd, POLLIN, 0 };
		struct seccomp_notif call = { 0 };
		struct seccomp_notif_resp verdict = { 0 };
		if (poll(&ready, 1, -1) < 0 || ready.revents & POLLHUP)
			return;
		if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &call) != 0)
			continue;
		printf("call %d\n", call.data.nr);
		fflush(stdout);
		verdict.id = call.id;
		verdict.error = -number;
		verdict.flags = number == 0 ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0;
		ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &verdict);
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (argc < 3 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 98;
	strcpy(address.sun_path, argv[1]);
	unlink(argv[1]);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 || listen(fd, 4) != 0)
		die("listen");
	int connection = accept(fd, NULL, NULL);
	int taken = take_fd(connection);
	if (strcmp(argv[2], "notify") == 0)
		answer(taken, argc > 3 ? atoi(argv[3]) : 0);
	char data[4096];
	for (ssize_t n; strcmp(argv[2], "console") == 0 && (n = read(taken, data, sizeof(data))) > 0;)
		if (write(1, data, (size_t)n) != n)
			die("write");
	return 0;
}
