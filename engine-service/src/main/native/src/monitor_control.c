/* Standard input and output as a channel to the engine, until the container has been started. */
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"
#include "text.h"

static void send_line(const struct text *line)
{
	/* The engine may be gone already: nothing is lost, it finds the container by its socket. */
	if (monitor.control_out >= 0)
		(void)!write_all(monitor.control_out, line->data, line->length);
}

void control_event(const char *event, pid_t pid)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	text_print(&line, "{\"event\":\"%s\",\"pid\":%d}\n", event, pid);
	send_line(&line);
	arena_free(&arena);
}

void control_error(const struct error *e)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	text_print(&line, "{\"event\":\"error\",\"exitCode\":%d,\"message\":", e->exit_code);
	text_quote(&line, e->text);
	text_print(&line, "}\n");
	send_line(&line);
	arena_free(&arena);
}

void control_close(void)
{
	monitor_unwatch(&monitor.control);
	close_fd(&monitor.control.fd);
	close_fd(&monitor.control_out);
	close_fd(&monitor.hold);
}
