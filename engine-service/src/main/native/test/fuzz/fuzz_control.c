/* libFuzzer: any bytes as what clients send to a monitor's socket. Two clients take turns; the first byte of a piece
 * says whose it is and how long. The container is a pair of pipes. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a fuzzed client must not be able to reach: the monitor's own start and end. */
struct monitor monitor;
int monitor_start(struct error *e)
{
	monitor.status = STATUS_RUNNING;
	return *monitor.finished_at ? error_set(e, "no\nstart") : 0;
}
static jmp_buf abandoned;
_Noreturn void monitor_abandon(void) { longjmp(abandoned, 1); }
void monitor_watch(struct watch *watch, uint32_t tag, uint32_t events)
{
	(void)tag;
	watch->added = true;
	watch->events = events;
}
void monitor_unwatch(struct watch *watch) { watch->added = false; }
size_t monitor_exit_line(char *to, size_t size) { return (size_t)snprintf(to, size, "{}\n"); }

static void reset(int pipes[2])
{
	memset(&monitor, 0, sizeof(monitor));
	monitor.listener.fd = monitor.control.fd = monitor.signals.fd = monitor.slave = monitor.control_out = -1;
	monitor.output[0].fd = monitor.output[1].fd = monitor.log.fd = monitor.input.fd = -1;
	if (pipe2(pipes, O_NONBLOCK | O_CLOEXEC) != 0)
		abort();
	monitor.input.fd = pipes[1];
}

/* As attach_accept leaves a client. */
static struct client *connect_one(int slot, int *peer)
{
	int pair[2];
	struct client *client = &monitor.clients[slot];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
		abort();
	memset(client, 0, sizeof(*client));
	client->kind = CLIENT_REQUEST;
	client->watch.fd = pair[0];
	*peer = pair[1];
	return client;
}

static void drain(int fd)
{
	char data[4096];
	while (fd >= 0 && read(fd, data, sizeof(data)) > 0) {
	}
}

static void play(const uint8_t *data, size_t size, int peers[2], int pipes[2])
{
	while (size > 0) {
		int who = data[0] & 1;
		size_t length = data[0] >> 1 & 0x3f;
		bool half_close = data[0] & 0x80;
		data++, size--;
		length = length < size ? length : size;
		if (send(peers[who], data, length, MSG_NOSIGNAL) < 0 && length > 0)
			return;
		if (half_close)
			shutdown(peers[who], SHUT_WR);
		data += length, size -= length;
		for (int turn = 0; turn < 3; turn++)
			if (monitor.clients[who].kind != CLIENT_FREE)
				attach_event(&monitor.clients[who], monitor.clients[who].watch.events);
		memcpy(monitor.buffer + FRAME, "output", 6);
		if (!attach_lagging())
			attach_output(who, 6);
		attach_update();
		if (size % 3 == 0) {
			drain(pipes[0]);
			drain(peers[0]);
			drain(peers[1]);
		}
		input_ready();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int pipes[2], peers[2];
	if (size < 2)
		return 0;
	signal(SIGPIPE, SIG_IGN); /* a monitor has every signal blocked */
	reset(pipes);
	monitor.options.tty = data[0] & 1;
	monitor.options.open_stdin = data[0] & 2;
	monitor.options.stdin_once = data[0] & 4;
	monitor.finished_at[0] = data[0] & 8 ? 'x' : '\0';
	for (int i = 0; i < 2; i++)
		connect_one(i, &peers[i]);
	attach_update();
	if (setjmp(abandoned) == 0)
		play(data + 1, size - 1, peers, pipes);
	for (int i = 0; i < 2; i++)
		shutdown(peers[i], SHUT_RDWR); /* what is pending need not be waited for */
	attach_close_all();
	attach_tell_waiters();
	for (int i = 0; i < 2; i++) {
		if (monitor.clients[i].kind != CLIENT_FREE)
			client_drop(&monitor.clients[i]);
		close(peers[i]);
	}
	close_fd(&monitor.input.fd);
	close(pipes[0]);
	return 0;
}
