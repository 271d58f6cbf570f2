#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_add(struct text *text, const char *data, size_t length)
{
	if (text->room - text->length < length + 1) {
		size_t room = 2 * text->room + length + 512;
		char *larger = arena_alloc(text->arena, room);
		if (text->length)
			memcpy(larger, text->data, text->length);
		text->data = larger;
		text->room = room;
	}
	memcpy(text->data + text->length, data, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void text_print(struct text *text, const char *format, ...)
{
	char line[2048];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (length > 0)
		text_add(text, line, (size_t)length < sizeof(line) ? (size_t)length : sizeof(line) - 1);
}

void text_quote(struct text *text, const char *value)
{
	char piece[6 * 64];
	size_t length = strlen(value);
	text_add(text, "\"", 1);
	while (length > 0) {
		size_t take = length < 64 ? length : 64;
		/* Never cut a character in two: it would be taken for an invalid one. */
		while (take < length && take > 60 && ((unsigned char)value[take] & 0xc0) == 0x80)
			take--;
		text_add(text, piece, json_escape(piece, value, take));
		value += take;
		length -= take;
	}
	text_add(text, "\"", 1);
}

/* Length of the UTF-8 character at `s`, 0 when it is not valid. */
static size_t utf8_length(const unsigned char *s, size_t length)
{
	size_t need = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || length < need)
		return 0;
	for (size_t i = 1; i < need; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f))
		return 0;
	if ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return need;
}

static char *escape_ascii(char *to, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	if (c == '"' || c == '\\') {
		*to++ = '\\';
		*to++ = (char)c;
	} else if (c == '\n' || c == '\r' || c == '\t') {
		*to++ = '\\';
		*to++ = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
	} else if (c < 0x20 || c == '<' || c == '>' || c == '&') {
		memcpy(to, "\\u00", 4);
		to[4] = hex[c >> 4];
		to[5] = hex[c & 15];
		to += 6;
	} else {
		*to++ = (char)c;
	}
	return to;
}

size_t json_escape(char *to, const char *from, size_t length)
{
	const unsigned char *s = (const unsigned char *)from;
	char *start = to;
	while (length > 0) {
		size_t taken = 1;
		if (s[0] < 0x80) {
			to = escape_ascii(to, s[0]);
		} else if (!(taken = utf8_length(s, length))) {
			memcpy(to, "\\ufffd", 6);
			to += 6;
			taken = 1;
		} else if (taken == 3 && s[0] == 0xe2 && s[1] == 0x80 && (s[2] & 0xfe) == 0xa8) {
			/* U+2028 and U+2029 end a line in JavaScript. */
			memcpy(to, s[2] & 1 ? "\\u2029" : "\\u2028", 6);
			to += 6;
		} else {
			memcpy(to, s, taken);
			to += taken;
		}
		s += taken;
		length -= taken;
	}
	return (size_t)(to - start);
}
