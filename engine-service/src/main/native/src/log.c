#include "log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "state.h"
#include "text.h"

const char *log_file;
bool log_as_json, log_verbose;

static void add_line(struct text *line, const char *message, const char *level)
{
	char now[64];
	timestamp(now, sizeof(now));
	if (log_as_json)
		text_print(line, "{\"level\":\"%s\",\"msg\":", level);
	else
		text_print(line, "time=\"%s\" level=%s msg=", now, level);
	text_quote(line, message);
	if (log_as_json)
		text_print(line, ",\"time\":\"%s\"}", now);
	text_print(line, "\n");
}

static int open_log(void) { return open(log_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644); }

int log_check(struct error *e)
{
	if (!log_file)
		return 0;
	AUTO_CLOSE int fd = open_log();
	return fd >= 0 ? 0 : error_errno(e, "--log: open %s", log_file);
}

static void log_at(const char *level, const char *message)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	AUTO_CLOSE int fd = log_file ? open_log() : -1;
	add_line(&line, message, level);
	(void)!write_all(log_file ? fd : 2, line.data, line.length);
	arena_free(&arena);
}

void log_error(const struct error *e)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	text_print(&line, "%s\n", e->text);
	(void)!write_all(2, line.data, line.length);
	arena_free(&arena);
	if (log_file)
		log_at("error", e->text);
}

void log_warning(const struct error *e) { log_at("warning", e->text); }

void log_debug(const char *format, ...)
{
	char message[512];
	va_list args;
	if (!log_verbose)
		return;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	log_at("debug", message);
}
