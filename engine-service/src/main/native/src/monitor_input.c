/* From attached clients to the container's standard input. */
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"

bool input_blocked(void) { return monitor.stdin_pending != NULL; }

static void close_input(void)
{
	monitor_unwatch(&monitor.input);
	close_fd(&monitor.input.fd);
	if (monitor.stdin_pending)
		munmap(monitor.stdin_pending, CHUNK);
	monitor.stdin_pending = NULL;
}

void input_end(void)
{
	if (monitor.stdin_pending)
		monitor.close_stdin = true;
	else
		close_input();
}

static void keep(const char *data, size_t length)
{
	char *pending = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pending == MAP_FAILED)
		return;
	memcpy(pending, data, length);
	monitor.stdin_pending = pending;
	monitor.stdin_from = 0;
	monitor.stdin_to = (uint32_t)length;
	monitor_watch(&monitor.input, TAG_INPUT, EPOLLOUT);
}

static void pass_on(const char *data, size_t length)
{
	ssize_t n;
	if (monitor.input.fd < 0 || length == 0)
		return;
	do
		n = write(monitor.input.fd, data, length);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno != EAGAIN)
		close_input();
	else if (n < (ssize_t)length)
		keep(data + (n < 0 ? 0 : n), length - (size_t)(n < 0 ? 0 : n));
}

void input_ready(void)
{
	if (!monitor.stdin_pending)
		return;
	ssize_t n = write(monitor.input.fd, monitor.stdin_pending + monitor.stdin_from, monitor.stdin_to - monitor.stdin_from);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0) {
		close_input();
		return;
	}
	monitor.stdin_from += (uint32_t)n;
	if (monitor.stdin_from < monitor.stdin_to)
		return;
	munmap(monitor.stdin_pending, CHUNK);
	monitor.stdin_pending = NULL;
	monitor_unwatch(&monitor.input);
	if (monitor.close_stdin)
		close_input();
}

/* Filters the detach keys out of `data`. Keys that begin the sequence are held back until it is clear
 * that they are not part of it. Returns what is to be passed on, which may be longer than what came by
 * the keys held back before; sets `detached` at the end of the sequence. */
static size_t filter_keys(struct client *client, const char *data, size_t length, char *to, bool *detached)
{
	size_t used = 0;
	for (size_t i = 0; i < length && !*detached; i++) {
		uint8_t key = (uint8_t)data[i];
		if (client->detach_matched > 0 && key != client->detach[client->detach_matched]) {
			memcpy(to + used, client->detach, client->detach_matched);
			used += client->detach_matched;
			client->detach_matched = 0;
		}
		if (key == client->detach[client->detach_matched]) {
			*detached = ++client->detach_matched == client->detach_count;
			continue;
		}
		to[used++] = data[i];
	}
	return used;
}

static void end_of_input(struct client *client)
{
	client->input_ended = true;
	if (client->input && monitor.options.stdin_once && !monitor.options.tty)
		input_end();
}

void input_feed(struct client *client)
{
	char data[4096], filtered[sizeof(data) + DETACH_KEYS];
	bool detached = false;
	ssize_t n = read(client->watch.fd, data, sizeof(data));
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 0)
		client_drop(client);
	else if (n == 0)
		end_of_input(client);
	else if (!client->input)
		return; /* not asked for: read so that its end is seen */
	else if (client->detach_count == 0)
		pass_on(data, (size_t)n);
	else
		pass_on(filtered, filter_keys(client, data, (size_t)n, filtered, &detached));
	if (detached)
		client_drop(client);
}
