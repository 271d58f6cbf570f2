#include "stats_text.h"

#include <stdlib.h>
#include <string.h>

#include "io.h"

enum { FILE_SIZE = 65536 };

void stats_separate(struct text *to)
{
	char last = to->data[to->length - 1];
	if (last != '{' && last != '[')
		text_print(to, ",");
}

void stats_member(struct text *to, const char *key, uint64_t value)
{
	stats_separate(to);
	text_print(to, "\"%s\":%llu", key, (unsigned long long)value);
}

void stats_unless_zero(struct text *to, const char *key, uint64_t value)
{
	if (value)
		stats_member(to, key, value);
}

char *stats_contents(struct text *to, const struct hierarchy *h, const char *file)
{
	char *text = arena_alloc(to->arena, FILE_SIZE);
	if (!h || h->group < 0 || read_small(h->group, file, text, FILE_SIZE) < 0)
		text[0] = '\0';
	return text;
}

uint64_t stats_number(const struct hierarchy *h, const char *file)
{
	char text[64];
	if (!h || h->group < 0 || read_small(h->group, file, text, sizeof(text)) <= 0)
		return 0;
	return strcmp(text, "max") == 0 ? UINT64_MAX : strtoull(text, NULL, 10);
}

uint64_t stats_keyed(const char *text, const char *key)
{
	size_t length = strlen(key);
	for (const char *line = text; *line; line += *line == '\n') {
		if (strncmp(line, key, length) == 0 && line[length] == ' ')
			return strtoull(line + length + 1, NULL, 10);
		line += strcspn(line, "\n");
	}
	return 0;
}

void stats_numbers(struct text *to, const char *key, char *list)
{
	char *rest = NULL;
	if (!*list)
		return;
	stats_separate(to);
	text_print(to, "\"%s\":[", key);
	for (char *one = strtok_r(list, " \n", &rest); one; one = strtok_r(NULL, " \n", &rest)) {
		stats_separate(to);
		text_print(to, "%llu", strtoull(one, NULL, 10));
	}
	text_print(to, "]");
}

void stats_io_entry(struct text *to, unsigned major, unsigned minor, const char *operation, uint64_t value)
{
	stats_separate(to);
	text_print(to, "{");
	stats_unless_zero(to, "major", major);
	stats_unless_zero(to, "minor", minor);
	stats_separate(to);
	text_print(to, "\"op\":\"%s\"", operation);
	stats_unless_zero(to, "value", value);
	text_print(to, "}");
}
