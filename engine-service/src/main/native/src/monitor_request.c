/* The one line a client of the monitor's socket begins with. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "console.h"
#include "monitor.h"

static void answer(struct client *client, const char *text)
{
	send(client->watch.fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void answer_error(struct client *client, const char *text)
{
	char line[1100];
	snprintf(line, sizeof(line), "error %s\n", text);
	for (char *c = line; *c && c[1]; c++)
		if (*c == '\n')
			*c = ' ';
	answer(client, line);
	client_drop(client);
}

static bool parse_detach(struct client *client, const char *text)
{
	while (*text) {
		char *end;
		unsigned long key = strtoul(text, &end, 10);
		if (end == text || key > 255 || client->detach_count == DETACH_KEYS || (*end && *end != ','))
			return false;
		client->detach[client->detach_count++] = (uint8_t)key;
		text = *end ? end + 1 : end;
	}
	return true;
}

static void attach(struct client *client, char *arguments)
{
	char *rest = NULL;
	for (char *word = strtok_r(arguments, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		bool on = strchr(word, '=') && strchr(word, '=')[1] == '1';
		if (strncmp(word, "stdin=", 6) == 0)
			client->input = on;
		else if (strncmp(word, "stdout=", 7) == 0)
			client->output[0] = on;
		else if (strncmp(word, "stderr=", 7) == 0)
			client->output[1] = on;
		else if (strncmp(word, "detach=", 7) != 0 || !parse_detach(client, word + 7)) {
			answer_error(client, "attach: expected stdin=0|1 stdout=0|1 stderr=0|1 [detach=KEY,KEY]");
			return;
		}
	}
	client->kind = CLIENT_ATTACHED;
	answer(client, "ok\n");
}

static void resize(struct client *client, const char *arguments)
{
	unsigned rows, columns;
	char extra;
	if (sscanf(arguments, "%u %u%c", &rows, &columns, &extra) != 2 || rows > 65535 || columns > 65535)
		answer_error(client, "resize: expected ROWS COLUMNS, each at most 65535");
	else if (!monitor.options.tty)
		answer_error(client, "resize: there is no terminal");
	else if (console_resize(monitor.output[0].fd, (unsigned short)rows, (unsigned short)columns) != 0)
		answer_error(client, error_name(errno));
	else {
		answer(client, "ok\n");
		client_drop(client);
	}
}

static void status(struct client *client)
{
	static const char *const names[] = { "created", "running", "exited" };
	char line[96];
	snprintf(line, sizeof(line), "{\"status\":\"%s\",\"pid\":%d}\n", names[monitor.status], monitor.pid);
	answer(client, line);
	client_drop(client);
}

static void start(struct client *client)
{
	struct error e = { 0 };
	if (monitor.status != STATUS_CREATED) {
		answer_error(client, "cannot start a container that has been started already");
		return;
	}
	/* A start that fails has removed everything and ends the monitor. */
	int result = monitor_start(&e);
	if (result == 0) {
		answer(client, "ok\n");
		client_drop(client);
		return;
	}
	answer_error(client, e.text);
	monitor_abandon();
}

static void serve(struct client *client, char *line)
{
	if (strncmp(line, "attach", 6) == 0 && (line[6] == ' ' || !line[6]))
		attach(client, line + 6);
	else if (strncmp(line, "resize ", 7) == 0)
		resize(client, line + 7);
	else if (strcmp(line, "wait") == 0) {
		client->kind = CLIENT_WAITING;
		answer(client, "ok\n");
	} else if (strcmp(line, "status") == 0)
		status(client);
	else if (strcmp(line, "start") == 0)
		start(client);
	else
		answer_error(client, "unknown request");
}

/* Read byte by byte up to the newline: what follows is raw input already. */
void client_request(struct client *client)
{
	for (;;) {
		char c;
		ssize_t n = read(client->watch.fd, &c, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			client_drop(client);
			return;
		}
		if (c == '\n')
			break;
		if (client->request_length == sizeof(client->request) - 1) {
			answer_error(client, "the request is too long");
			return;
		}
		client->request[client->request_length++] = c;
	}
	client->request[client->request_length] = '\0';
	serve(client, client->request);
}
