/* The monitor's socket: who may connect, and what goes to and from attached clients. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"

enum { PENDING = FRAME + CHUNK, LAG_AT_EXIT_MS = 5000 };

/* A socket with a path, in a private directory and for its owner only; never an abstract one, which
 * would be open to everybody in the network namespace (CVE-2020-15257). */
int attach_listen(const char *path, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(e, "the socket's path is longer than %zu bytes: %s", sizeof(address.sun_path) - 1, path);
	strcpy(address.sun_path, path);
	unlink(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mode_t old = umask(0177);
	bool good = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, 64) == 0;
	umask(old);
	if (good)
		return fd;
	error_errno(e, "listen on %s", path);
	close_fd(&fd);
	return -1;
}

static bool may_connect(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == geteuid());
}

void attach_accept(void)
{
	struct client *free_one = NULL;
	int fd = accept4(monitor.listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	for (int i = 0; i < MAX_CLIENTS && !free_one; i++)
		if (monitor.clients[i].kind == CLIENT_FREE)
			free_one = &monitor.clients[i];
	if (fd < 0)
		return;
	if (!free_one || !may_connect(fd)) {
		static const char text[] = "error too many clients, or not allowed\n";
		send(fd, text, sizeof(text) - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
		close(fd);
		return;
	}
	memset(free_one, 0, sizeof(*free_one));
	free_one->kind = CLIENT_REQUEST;
	free_one->watch.fd = fd;
}

void client_drop(struct client *client)
{
	bool was_input = client->kind == CLIENT_ATTACHED && client->input && !client->input_ended;
	monitor_unwatch(&client->watch);
	close_fd(&client->watch.fd);
	if (client->pending)
		munmap(client->pending, PENDING);
	client->pending = NULL;
	client->kind = CLIENT_FREE;
	/* As with Docker, "stdin once" ends with the client that had it. */
	if (was_input && monitor.options.stdin_once && !monitor.options.tty)
		input_end();
}

static void send_pending(struct client *client)
{
	while (client->pending_from < client->pending_to) {
		ssize_t n = send(client->watch.fd, client->pending + client->pending_from,
			client->pending_to - client->pending_from, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != EAGAIN)
			client_drop(client);
		if (n < 0)
			return;
		client->pending_from += (uint32_t)n;
	}
	munmap(client->pending, PENDING);
	client->pending = NULL;
}

static void keep_pending(struct client *client, const char *data, size_t length)
{
	client->pending = mmap(NULL, PENDING, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (client->pending == MAP_FAILED) {
		client->pending = NULL;
		client_drop(client);
		return;
	}
	memcpy(client->pending, data, length);
	client->pending_from = 0;
	client->pending_to = (uint32_t)length;
}

static void send_chunk(struct client *client, const char *data, size_t length)
{
	ssize_t n;
	do
		n = send(client->watch.fd, data, length, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno != EAGAIN)
		client_drop(client);
	else if (n < (ssize_t)length)
		keep_pending(client, data + (n < 0 ? 0 : n), length - (size_t)(n < 0 ? 0 : n));
}

/* At the end a client that still reads gets everything; one that takes nothing for so long does not
 * hold up the news of the exit any further. */
static void wait_for_laggards(void)
{
	for (int i = 0; i < MAX_CLIENTS; i++) {
		struct client *client = &monitor.clients[i];
		while (client->kind == CLIENT_ATTACHED && client->pending) {
			struct pollfd ready = { client->watch.fd, POLLOUT, 0 };
			if (poll(&ready, 1, LAG_AT_EXIT_MS) == 0)
				client_drop(client);
			else
				send_pending(client);
		}
	}
}

/* While the container runs, callers see to it that no client lags: see update_output. */
void attach_output(int stream, size_t length)
{
	if (monitor.status == STATUS_EXITED)
		wait_for_laggards();
	unsigned char *frame = (unsigned char *)monitor.buffer;
	memset(frame, 0, 4);
	frame[0] = (unsigned char)(1 + stream);
	for (int i = 0; i < 4; i++)
		frame[4 + i] = (unsigned char)(length >> (24 - 8 * i));
	const char *data = monitor.options.tty ? monitor.buffer + FRAME : monitor.buffer;
	size_t size = monitor.options.tty ? length : length + FRAME;
	for (int i = 0; i < MAX_CLIENTS; i++) {
		struct client *client = &monitor.clients[i];
		if (client->kind == CLIENT_ATTACHED && client->output[stream])
			send_chunk(client, data, size);
	}
}

bool attach_lagging(void)
{
	for (int i = 0; i < MAX_CLIENTS; i++)
		if (monitor.clients[i].kind == CLIENT_ATTACHED && monitor.clients[i].pending)
			return true;
	return false;
}

void attach_event(struct client *client, uint32_t events)
{
	if (client->kind != CLIENT_FREE && events & EPOLLOUT && client->pending)
		send_pending(client);
	if (client->kind != CLIENT_FREE && events & EPOLLIN) {
		if (client->kind == CLIENT_REQUEST)
			client_request(client);
		else
			input_feed(client);
		return;
	}
	if (client->kind != CLIENT_FREE && events & (EPOLLHUP | EPOLLERR))
		client_drop(client);
}

void attach_update(void)
{
	bool blocked = input_blocked();
	for (int i = 0; i < MAX_CLIENTS; i++) {
		struct client *client = &monitor.clients[i];
		if (client->kind == CLIENT_FREE)
			continue;
		bool reads = !client->input_ended && !(blocked && client->kind == CLIENT_ATTACHED && client->input);
		monitor_watch(&client->watch, (uint32_t)(TAG_CLIENT + i), (reads ? EPOLLIN : 0) | (client->pending ? EPOLLOUT : 0));
	}
}

void attach_close_all(void)
{
	wait_for_laggards();
	for (int i = 0; i < MAX_CLIENTS; i++)
		if (monitor.clients[i].kind == CLIENT_ATTACHED || monitor.clients[i].kind == CLIENT_REQUEST)
			client_drop(&monitor.clients[i]);
}

void attach_tell_waiters(void)
{
	char line[256];
	size_t length = monitor_exit_line(line, sizeof(line));
	for (int i = 0; i < MAX_CLIENTS; i++)
		if (monitor.clients[i].kind == CLIENT_WAITING)
			send(monitor.clients[i].watch.fd, line, length, MSG_NOSIGNAL | MSG_DONTWAIT);
}
