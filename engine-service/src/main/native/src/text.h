/* Text that grows, and values written as JSON. */
#ifndef DAVIT_TEXT_H
#define DAVIT_TEXT_H

#include "arena.h"
#include "json.h"

struct text {
	struct arena *arena;
	char *data; /* always ends with NUL once something was added */
	size_t length, room;
};

void text_add(struct text *text, const char *data, size_t length);
void text_print(struct text *text, const char *format, ...) PRINTF(2, 3);
void text_quote(struct text *text, const char *value); /* as a JSON string */
/* Escapes `length` bytes as Go's encoder does, into `to`, which must hold 6 times as many.
 * Returns how many were written. No quotes around. */
size_t json_escape(char *to, const char *from, size_t length);

#endif
