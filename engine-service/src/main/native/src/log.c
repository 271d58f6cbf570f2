#include "log.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "state.h"
#include "text.h"

const char *log_file;
bool log_as_json;

static void add_line(struct text *line, const struct error *e, const char *level, bool json)
{
	char now[64];
	timestamp(now, sizeof(now));
	if (json)
		text_print(line, "{\"level\":\"%s\",\"msg\":", level);
	else
		text_print(line, "time=\"%s\" level=%s msg=", now, level);
	text_quote(line, e->text);
	if (json)
		text_print(line, ",\"time\":\"%s\"}", now);
	text_print(line, "\n");
}

static void log_at(const char *level, const struct error *e)
{
	struct arena arena = { 0 };
	struct text line = { .arena = &arena };
	text_print(&line, "%s\n", e->text);
	(void)!write_all(2, line.data, line.length);
	if (log_file) {
		struct text entry = { .arena = &arena };
		AUTO_CLOSE int fd = open(log_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
		add_line(&entry, e, level, log_as_json);
		if (fd >= 0)
			(void)!write_all(fd, entry.data, entry.length);
	}
	arena_free(&arena);
}

void log_error(const struct error *e) { log_at("error", e); }
void log_warning(const struct error *e) { log_at("warning", e); }
