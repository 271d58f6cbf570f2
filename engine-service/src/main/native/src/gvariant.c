#include "gvariant.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TYPE = 16, MAX_NUMBER = 64 };

struct parser {
	const char *at;
	struct error *error;
};

static const struct {
	const char *name;
	char type;
} keywords[] = { { "boolean", 'b' }, { "byte", 'y' }, { "int16", 'n' }, { "uint16", 'q' }, { "int32", 'i' }, { "uint32", 'u' },
	{ "handle", 'h' }, { "int64", 'x' }, { "uint64", 't' }, { "double", 'd' }, { "string", 's' }, { "objectpath", 'o' },
	{ "signature", 'g' } };
enum { KEYWORDS = sizeof(keywords) / sizeof(keywords[0]) };

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

static void skip_space(struct parser *p)
{
	while (is_space(*p->at))
		p->at++;
}

static size_t word_length(const char *at)
{
	size_t length = 0;
	while (is_letter(at[length]))
		length++;
	return length;
}

static bool is_word(const char *at, const char *word) { return strncmp(at, word, strlen(word)) == 0 && word_length(at) == strlen(word); }

/* "+1.5e3", up to what may follow a value. */
static size_t number_length(const char *at) { return strcspn(at, " \t\n\r,]"); }

static int unclear(struct parser *p)
{
	return *p->at ? error_set(p->error, "unexpected \"%.40s\"", p->at) : error_set(p->error, "it ends too early");
}

/* One complete type that is an array of arrays of something simple. */
static int check_type(struct parser *p, const char *type)
{
	const char *simple = type + strspn(type, "a");
	return *simple && strchr("bynqiuhxtdsog", *simple) && !simple[1] ? 0 : error_set(p->error, "the type %s is not supported", type);
}

/* "uint64 " or "@as " in front of a value. */
static int read_annotation(struct parser *p, char *type)
{
	if (*p->at == '@') {
		size_t length = strcspn(++p->at, " \t\n\r");
		if (length >= MAX_TYPE)
			return unclear(p);
		memcpy(type, p->at, length);
		type[length] = '\0';
		p->at += length;
		return check_type(p, type);
	}
	for (int i = 0; i < KEYWORDS; i++)
		if (is_word(p->at, keywords[i].name)) {
			type[0] = keywords[i].type;
			type[1] = '\0';
			p->at += strlen(keywords[i].name);
		}
	return 0;
}

/* What a value without a type is: the first element says it of an array. */
static int guess_type(struct parser p, char *type, int depth)
{
	type[0] = '\0';
	skip_space(&p);
	if (depth >= MAX_TYPE - 2)
		return error_set(p.error, "too many arrays in arrays");
	if (*p.at == '@' || (is_letter(*p.at) && !is_word(p.at, "true") && !is_word(p.at, "false") && !(*p.at >= '0' && *p.at <= '9')))
		return read_annotation(&p, type) == 0 && *type ? 0 : unclear(&p);
	if (*p.at == '[') {
		p.at++;
		type[0] = 'a';
		return guess_type(p, type + 1, depth + 1);
	}
	if (is_letter(*p.at) || *p.at == '-' || *p.at == '+' || *p.at == '.')
		type[0] = *p.at == 't' || *p.at == 'f' ? 'b' : memchr(p.at, '.', number_length(p.at)) ? 'd' : 'i';
	else if (*p.at == '\'' || *p.at == '"')
		type[0] = 's';
	else
		return unclear(&p);
	type[1] = '\0';
	return 0;
}

static int read_number(struct parser *p, char *number)
{
	size_t length = number_length(p->at);
	if (!length || length >= MAX_NUMBER || is_space(*p->at))
		return unclear(p);
	memcpy(number, p->at, length);
	number[length] = '\0';
	return 0;
}

/* strtoull takes a minus for an unsigned number too. */
static int append_unsigned(struct parser *p, struct text *to, char type, const char *number)
{
	char *end;
	errno = 0;
	uint64_t value = *number == '-' ? (errno = ERANGE, 0) : strtoull(number, &end, 0);
	uint64_t largest = type == 'y' ? UINT8_MAX : type == 'q' ? UINT16_MAX : type == 'u' ? UINT32_MAX : UINT64_MAX;
	if (errno || *end || value > largest)
		return unclear(p);
	switch (type) {
	case 'y': dbus_byte(to, (uint8_t)value); break;
	case 'q': dbus_u16(to, (uint16_t)value); break;
	case 'u': dbus_u32(to, (uint32_t)value); break;
	default: dbus_u64(to, value);
	}
	return 0;
}

static int append_signed(struct parser *p, struct text *to, char type, const char *number)
{
	char *end;
	errno = 0;
	int64_t value = strtoll(number, &end, 0);
	int64_t largest = type == 'n' ? INT16_MAX : type == 'x' ? INT64_MAX : INT32_MAX;
	if (errno || *end || value > largest || value < -largest - 1)
		return unclear(p);
	if (type == 'n')
		dbus_u16(to, (uint16_t)value);
	else if (type == 'x')
		dbus_u64(to, (uint64_t)value);
	else
		dbus_u32(to, (uint32_t)value);
	return 0;
}

static int append_double(struct parser *p, struct text *to, const char *number)
{
	char *end;
	uint64_t bits;
	double value = strtod(number, &end);
	if (*end)
		return unclear(p);
	memcpy(&bits, &value, sizeof(bits));
	dbus_u64(to, bits);
	return 0;
}

static int append_number(struct parser *p, struct text *to, char type)
{
	char number[MAX_NUMBER];
	if (read_number(p, number) != 0)
		return -1;
	int result = type == 'd' ? append_double(p, to, number) : strchr("yqut", type) ? append_unsigned(p, to, type, number)
		: append_signed(p, to, type, number);
	p->at += strlen(number);
	return result;
}

static char unescape(char c)
{
	static const char from[] = "abfnrt", to[] = "\a\b\f\n\r\t";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : c;
}

/* \u0041 or \U00000041, as UTF-8. */
static int append_code(struct parser *p, struct text *plain)
{
	size_t digits = *p->at++ == 'u' ? 4 : 8;
	char number[9] = "", bytes[4];
	if (strspn(p->at, "0123456789abcdefABCDEF") < digits)
		return unclear(p);
	memcpy(number, p->at, digits);
	unsigned long code = strtoul(number, NULL, 16);
	if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return error_set(p->error, "%s is no character", number);
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = length; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(first[length] | code);
	text_add(plain, bytes, length);
	p->at += digits - 1;
	return 0;
}

static int append_text(struct parser *p, struct text *to, char type)
{
	char quote = *p->at;
	struct text plain = { .arena = to->arena };
	if (quote != '\'' && quote != '"')
		return unclear(p);
	text_add(&plain, "", 0);
	for (p->at++; *p->at && *p->at != quote; p->at++) {
		char c = *p->at;
		if (c == '\\' && (p->at[1] == 'u' || p->at[1] == 'U')) {
			p->at++;
			if (append_code(p, &plain) != 0)
				return -1;
			continue;
		}
		if (c == '\\')
			c = unescape(*++p->at);
		if (!c)
			break;
		text_add(&plain, &c, 1);
	}
	if (*p->at != quote)
		return unclear(p);
	p->at++;
	if (type == 'g' && plain.length > 255)
		return error_set(p->error, "the signature is too long");
	(type == 'g' ? dbus_signature : dbus_string)(to, plain.data);
	return 0;
}

static int append_value(struct parser *p, struct text *to, const char *type);

static int append_array(struct parser *p, struct text *to, const char *element)
{
	if (*p->at++ != '[')
		return p->at--, unclear(p);
	struct dbus_array array = dbus_array_begin(to, dbus_alignment(*element));
	skip_space(p);
	for (bool first = true; *p->at != ']'; first = false) {
		if (!first && *p->at++ != ',')
			return p->at--, unclear(p);
		if (append_value(p, to, element) != 0)
			return -1;
		skip_space(p);
	}
	p->at++;
	dbus_array_end(to, array);
	return 0;
}

static int append_value(struct parser *p, struct text *to, const char *type)
{
	char own[MAX_TYPE] = "";
	skip_space(p);
	if (read_annotation(p, own) != 0)
		return -1;
	if (*own && strcmp(own, type) != 0)
		return error_set(p->error, "a value of the type %s among those of the type %s", own, type);
	skip_space(p);
	switch (*type) {
	case 'a': return append_array(p, to, type + 1);
	case 's': case 'o': case 'g': return append_text(p, to, *type);
	case 'b':
		if (!is_word(p->at, "true") && !is_word(p->at, "false"))
			return unclear(p);
		dbus_u32(to, *p->at == 't');
		p->at += word_length(p->at);
		return 0;
	default: return append_number(p, to, *type);
	}
}

/* What a property's documentation gives in seconds, D-Bus has in microseconds. */
static int append_seconds(struct parser *p, struct text *to, const char *type)
{
	char number[MAX_NUMBER], ignored[MAX_TYPE], *end;
	skip_space(p);
	if (type[1] || !strchr("ynqiuxtd", *type) || read_annotation(p, ignored) != 0)
		return error_set(p->error, "not a number");
	skip_space(p);
	if (read_number(p, number) != 0)
		return -1;
	double value = strtod(number, &end);
	if (*end || !(value >= 0 && value < 1e13))
		return error_set(p->error, "not a number of seconds: %s", number);
	p->at += strlen(number);
	dbus_signature(to, "t");
	dbus_u64(to, (uint64_t)(value * 1e6 + 0.5));
	return 0;
}

int gvariant_append(struct text *to, const char *value, bool seconds, struct error *e)
{
	struct parser parser = { value, e }, *p = &parser;
	char type[MAX_TYPE];
	if (guess_type(*p, type, 0) != 0)
		return -1;
	if (!seconds)
		dbus_signature(to, type);
	if ((seconds ? append_seconds(p, to, type) : append_value(p, to, type)) != 0)
		return -1;
	skip_space(p);
	return *p->at ? unclear(p) : 0;
}
