#include "json.h"

#include <string.h>

struct parser {
	struct arena *arena;
	struct error *error;
	const char *start, *at, *end;
};

static struct json *parse_value(struct parser *p, int depth);

static void *syntax(struct parser *p, const char *problem)
{
	error_set(p->error, "invalid JSON at byte %zu: %s", (size_t)(p->at - p->start), problem);
	return NULL;
}

static void skip_space(struct parser *p)
{
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r'))
		p->at++;
}

static bool take(struct parser *p, char c)
{
	skip_space(p);
	if (p->at == p->end || *p->at != c)
		return false;
	p->at++;
	return true;
}

static int hex4(struct parser *p)
{
	int value = 0;
	if (p->end - p->at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = *p->at++;
		int digit = c >= '0' && c <= '9' ? c - '0'
			: c >= 'a' && c <= 'f' ? c - 'a' + 10
			: c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static char *put_utf8(char *to, unsigned code)
{
	if (code < 0x80) {
		*to++ = (char)code;
	} else if (code < 0x800) {
		*to++ = (char)(0xc0 | code >> 6);
		*to++ = (char)(0x80 | (code & 0x3f));
	} else if (code < 0x10000) {
		*to++ = (char)(0xe0 | code >> 12);
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
		*to++ = (char)(0x80 | (code & 0x3f));
	} else {
		*to++ = (char)(0xf0 | code >> 18);
		*to++ = (char)(0x80 | (code >> 12 & 0x3f));
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
		*to++ = (char)(0x80 | (code & 0x3f));
	}
	return to;
}

/* After "\u". Returns the code point, or -1. A lone surrogate becomes U+FFFD, as in Go. */
static int unicode_escape(struct parser *p)
{
	int code = hex4(p);
	if (code < 0xd800 || code > 0xdfff)
		return code;
	if (code < 0xdc00 && p->end - p->at >= 6 && p->at[0] == '\\' && p->at[1] == 'u') {
		const char *before = p->at;
		p->at += 2;
		int low = hex4(p);
		if (low >= 0xdc00 && low <= 0xdfff)
			return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
		p->at = before;
	}
	return 0xfffd;
}

static char *unescape(struct parser *p, char *to)
{
	static const char from_list[] = "\"\\/bfnrt", to_list[] = "\"\\/\b\f\n\r\t";
	char c = *p->at++;
	if (c == 'u') {
		int code = unicode_escape(p);
		if (code <= 0)
			return syntax(p, code ? "bad \\u escape" : "a NUL character is not allowed");
		return put_utf8(to, (unsigned)code);
	}
	const char *found = c ? strchr(from_list, c) : NULL;
	if (!found)
		return syntax(p, "bad escape");
	*to++ = to_list[found - from_list];
	return to;
}

static const char *parse_string(struct parser *p)
{
	if (!take(p, '"'))
		return syntax(p, "a string is expected");
	const char *scan = p->at;
	while (scan < p->end && *scan != '"')
		scan += *scan == '\\' ? 2 : 1;
	if (scan >= p->end)
		return syntax(p, "the string does not end");
	char *text = arena_alloc(p->arena, (size_t)(scan - p->at) + 1), *to = text;
	while (p->at < scan) {
		unsigned char c = (unsigned char)*p->at++;
		if (c < 0x20)
			return syntax(p, "a control character stands in a string");
		if (c != '\\')
			*to++ = (char)c;
		else if (!(to = unescape(p, to)))
			return NULL;
	}
	p->at = scan + 1;
	*to = '\0';
	return text;
}

static bool is_number_char(char c)
{
	return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static bool parse_number(struct parser *p, struct json *value)
{
	const char *from = p->at;
	while (p->at < p->end && is_number_char(*p->at))
		p->at++;
	const char *digits = *from == '-' ? from + 1 : from;
	if (digits >= p->at || *digits < '0' || *digits > '9')
		return syntax(p, "a value is expected") != NULL;
	value->type = JSON_NUMBER;
	value->text = arena_copy(p->arena, from, (size_t)(p->at - from));
	return true;
}

static bool parse_word(struct parser *p, const char *word)
{
	size_t length = strlen(word);
	if ((size_t)(p->end - p->at) < length || memcmp(p->at, word, length) != 0)
		return syntax(p, "a value is expected") != NULL;
	p->at += length;
	return true;
}

static bool parse_list(struct parser *p, struct json *list, int depth)
{
	char close = *p->at++ == '{' ? '}' : ']';
	list->type = close == '}' ? JSON_OBJECT : JSON_ARRAY;
	if (depth >= JSON_MAX_DEPTH)
		return syntax(p, "nested too deeply") != NULL;
	if (take(p, close))
		return true;
	struct json **tail = &list->child;
	do {
		const char *key = NULL;
		if (close == '}') {
			if (!(key = parse_string(p)))
				return false;
			if (!take(p, ':'))
				return syntax(p, "':' is expected") != NULL;
		}
		struct json *item = parse_value(p, depth + 1);
		if (!item)
			return false;
		item->key = key;
		*tail = item;
		tail = &item->next;
	} while (take(p, ','));
	if (!take(p, close))
		return syntax(p, "',' or the end of the list is expected") != NULL;
	return true;
}

static struct json *parse_value(struct parser *p, int depth)
{
	skip_space(p);
	if (p->at == p->end)
		return syntax(p, "it ends too early");
	struct json *value = arena_alloc(p->arena, sizeof(*value));
	value->raw = p->at;
	bool good;
	switch (*p->at) {
	case '{': case '[': good = parse_list(p, value, depth); break;
	case '"': value->type = JSON_STRING; good = (value->text = parse_string(p)) != NULL; break;
	case 't': value->type = JSON_TRUE; good = parse_word(p, "true"); break;
	case 'f': value->type = JSON_FALSE; good = parse_word(p, "false"); break;
	case 'n': value->type = JSON_NULL; good = parse_word(p, "null"); break;
	default: good = parse_number(p, value); break;
	}
	value->raw_length = (size_t)(p->at - value->raw);
	return good ? value : NULL;
}

struct json *json_parse(struct arena *arena, const char *text, size_t length, struct error *e)
{
	struct parser p = { arena, e, text, text, text + length };
	if (length > JSON_MAX_SIZE)
		return syntax(&p, "too long");
	struct json *value = parse_value(&p, 0);
	if (!value)
		return NULL;
	skip_space(&p);
	if (p.at != p.end)
		return syntax(&p, "something follows the value");
	return value;
}

const struct json *json_get(const struct json *object, const char *key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	const struct json *found = NULL;
	/* The last of two members of one name wins, as in Go. */
	for (const struct json *member = object->child; member; member = member->next)
		if (strcmp(member->key, key) == 0)
			found = member;
	return found && found->type != JSON_NULL ? found : NULL;
}

size_t json_count(const struct json *list)
{
	size_t count = 0;
	for (const struct json *item = list ? list->child : NULL; item; item = item->next)
		count++;
	return count;
}
