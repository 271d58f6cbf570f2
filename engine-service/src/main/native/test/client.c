/* A client of the monitor's socket for the integration tests.
 * client SOCKET REQUEST: sends the request; for `attach` passes standard input on and splits the frames
 * onto standard output and error; with -r as the first argument the output is raw (a terminal's). */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what)
{
	perror(what);
	exit(99);
}

static void put(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, data, length);
		if (n < 0)
			die("write");
		data += n;
		length -= (size_t)n;
	}
}

static size_t get(int fd, char *to, size_t length)
{
	size_t used = 0;
	while (used < length) {
		ssize_t n = read(fd, to + used, length - used);
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	return used;
}

/* Returns 0 at the end. */
static int copy_output(int fd, int raw)
{
	static char data[1 << 16];
	unsigned char header[8];
	if (raw) {
		ssize_t n = read(fd, data, sizeof(data));
		if (n > 0)
			put(1, data, (size_t)n);
		return n > 0;
	}
	size_t got = get(fd, (char *)header, 8);
	if (got == 0)
		return 0;
	size_t length = (size_t)header[4] << 24 | (size_t)header[5] << 16 | (size_t)header[6] << 8 | header[7];
	if (got != 8 || (header[0] != 1 && header[0] != 2) || header[1] || header[2] || header[3] || length > sizeof(data)
		|| get(fd, data, length) != length) {
		fprintf(stderr, "bad frame\n");
		exit(98);
	}
	put(header[0], data, length);
	return 1;
}

static void attach(int fd, int raw)
{
	struct pollfd fds[2] = { { fd, POLLIN, 0 }, { 0, POLLIN, 0 } };
	char data[4096], answer[3];
	if (get(fd, answer, 3) != 3 || memcmp(answer, "ok\n", 3) != 0) {
		fprintf(stderr, "not attached\n");
		exit(97);
	}
	for (;;) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			die("poll");
		if (fds[0].revents && !copy_output(fd, raw))
			return;
		if (fds[1].revents) {
			ssize_t n = read(0, data, sizeof(data));
			if (n > 0 && send(fd, data, (size_t)n, MSG_NOSIGNAL) < 0)
				n = 0;
			if (n <= 0) {
				shutdown(fd, SHUT_WR);
				fds[1].fd = -1;
			}
		}
	}
}

int main(int argc, char **argv)
{
	int raw = argc > 1 && strcmp(argv[1], "-r") == 0;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (argc != 3 + raw || strlen(argv[1 + raw]) >= sizeof(address.sun_path))
		return 99;
	strcpy(address.sun_path, argv[1 + raw]);
	signal(SIGPIPE, SIG_IGN); /* refused at once: the answer is there to be read */
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		die("connect");
	signal(SIGPIPE, SIG_IGN); /* who is refused may be told so before the question is out */
	dprintf(fd, "%s\n", argv[2 + raw]);
	if (strncmp(argv[2 + raw], "attach", 6) == 0) {
		attach(fd, raw);
		return 0;
	}
	char data[4096];
	for (ssize_t n; (n = read(fd, data, sizeof(data))) > 0;)
		put(1, data, (size_t)n);
	return 0;
}
