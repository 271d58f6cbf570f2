/* A connection: EXTERNAL authentication, then calls, one at a time. */
#include "dbus.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "io.h"

enum { PATIENCE_MS = 30000 };

static long long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int send_all(struct dbus *bus, const void *data, size_t length, struct error *e)
{
	for (size_t done = 0; done < length;) {
		ssize_t n = send(bus->fd, (const char *)data + done, length - done, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return error_errno(e, "write to systemd's D-Bus connection");
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int receive_all(struct dbus *bus, void *data, size_t length, struct error *e)
{
	for (size_t done = 0; done < length;) {
		struct pollfd readable = { bus->fd, POLLIN, 0 };
		long long left = bus->deadline - now_ms();
		int ready = left > 0 ? poll(&readable, 1, (int)left) : 0;
		if (ready == 0)
			return error_set(e, "systemd has not answered for %d seconds", PATIENCE_MS / 1000);
		ssize_t n = ready > 0 ? recv(bus->fd, (char *)data + done, length - done, 0) : -1;
		if (n == 0)
			return error_set(e, "systemd's D-Bus connection was closed by the other side");
		if (n < 0 && errno != EINTR)
			return error_errno(e, "read from systemd's D-Bus connection");
		done += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* "OK 1234deadbeef\r\n"; nothing follows a line before something is sent, so that single bytes do. */
static int receive_line(struct dbus *bus, char *line, size_t size, struct error *e)
{
	for (size_t used = 0; used + 1 < size; used++) {
		if (receive_all(bus, line + used, 1, e) != 0)
			return -1;
		if (line[used] == '\n') {
			line[used - (used && line[used - 1] == '\r')] = '\0';
			return 0;
		}
	}
	return error_set(e, "a line of D-Bus authentication is too long");
}

/* In a user namespace the other side knows another number, and sees who we are by itself. */
static bool is_in_user_namespace(void)
{
	char map[128];
	unsigned inside = 1, outside = 1, size = 0;
	if (read_small(AT_FDCWD, "/proc/self/uid_map", map, sizeof(map)) < 0 || sscanf(map, "%u %u %u", &inside, &outside, &size) != 3)
		return false;
	return inside != 0 || outside != 0 || size != UINT32_MAX;
}

/* All at once: systemd's own socket loses a message that arrives in the same read as BEGIN, so that this has
 * to be there before the answer that lets us send messages. */
static int authenticate(struct dbus *bus, struct error *e)
{
	char digits[16], number[32] = "", line[512];
	snprintf(digits, sizeof(digits), "%u", geteuid());
	for (int i = 0; digits[i]; i++)
		snprintf(number + 2 * i, 3, "%02x", (unsigned char)digits[i]);
	/* The NUL is what credentials come along with, on systems where they must. */
	int length = is_in_user_namespace() ? snprintf(line, sizeof(line), "%cAUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n", 0)
		: snprintf(line, sizeof(line), "%cAUTH EXTERNAL %s\r\nBEGIN\r\n", 0, number);
	if (send_all(bus, line, (size_t)length, e) != 0 || receive_line(bus, line, sizeof(line), e) != 0)
		return -1;
	if (strncmp(line, "DATA", 4) == 0 && receive_line(bus, line, sizeof(line), e) != 0)
		return -1;
	return strncmp(line, "OK", 2) == 0 ? 0 : error_set(e, "D-Bus authentication failed: %.100s", line);
}

int dbus_connect(struct dbus *bus, struct arena *arena, const char *path, size_t length, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const struct timeval patience = { PATIENCE_MS / 1000, 0 };
	*bus = (struct dbus){ .arena = arena, .fd = -1, .error_name = "", .deadline = now_ms() + PATIENCE_MS };
	const char *shown = *path ? path : path + 1;
	if (length >= sizeof(address.sun_path))
		return error_set(e, "%s: the path of the socket is too long", shown);
	memcpy(address.sun_path, path, length);
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (*path != '\0'));
	bus->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bus->fd < 0 || setsockopt(bus->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) != 0
		|| connect(bus->fd, (struct sockaddr *)&address, size) != 0)
		error_errno(e, "connect to %s", shown);
	else if (authenticate(bus, e) == 0)
		return 0;
	else
		error_context(e, "%s", shown);
	dbus_close(bus);
	return -1;
}

int dbus_hello(struct dbus *bus, const char *destination, struct error *e)
{
	const struct dbus_call hello = { .path = "/org/freedesktop/DBus", .interface = "org.freedesktop.DBus", .member = "Hello" };
	struct dbus_message reply;
	bus->destination = "org.freedesktop.DBus";
	int result = dbus_call(bus, &hello, &reply, e);
	bus->destination = destination;
	return result;
}

int dbus_next(struct dbus *bus, struct dbus_message *message, struct error *e)
{
	uint8_t header[DBUS_HEADER];
	if (receive_all(bus, header, sizeof(header), e) != 0)
		return -1;
	size_t size = dbus_message_size(header);
	if (!size)
		return error_set(e, "what systemd's D-Bus connection sends is not a message, or too long");
	if (size > bus->room) {
		bus->room = 2 * size;
		bus->input = arena_alloc(bus->arena, bus->room);
	}
	memcpy(bus->input, header, sizeof(header));
	if (receive_all(bus, bus->input + sizeof(header), size - sizeof(header), e) != 0)
		return -1;
	return dbus_message_parse(message, bus->input, size) == 0 ? 0 : error_set(e, "a malformed D-Bus message");
}

static int failed_call(struct dbus *bus, const struct dbus_call *call, struct dbus_message *reply, struct error *e)
{
	const char *text = *reply->signature == 's' ? dbus_read_string(&reply->body) : "";
	bus->error_name = arena_string(bus->arena, reply->error);
	return error_set(e, "%s: %.600s", call->member, *text ? text : bus->error_name);
}

int dbus_call(struct dbus *bus, const struct dbus_call *call, struct dbus_message *reply, struct error *e)
{
	uint32_t serial = ++bus->serial;
	struct text message = dbus_message_make(bus->arena, serial, bus->destination, call);
	bus->error_name = "";
	bus->deadline = now_ms() + PATIENCE_MS;
	if (send_all(bus, message.data, message.length, e) != 0)
		return -1;
	for (;;) {
		if (dbus_next(bus, reply, e) != 0)
			return -1;
		if (reply->type == DBUS_SIGNAL && bus->on_signal)
			bus->on_signal(reply, bus->data);
		if (reply->reply_serial != serial)
			continue;
		if (reply->type == DBUS_RETURN)
			return 0;
		if (reply->type == DBUS_ERROR)
			return failed_call(bus, call, reply, e);
	}
}

void dbus_close(struct dbus *bus) { close_fd(&bus->fd); }
