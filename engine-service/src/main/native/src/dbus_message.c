/* D-Bus's wire format: native byte order when written, either one when read. */
#include <string.h>

#include "dbus.h"

enum { FIELD_PATH = 1, FIELD_INTERFACE, FIELD_MEMBER, FIELD_ERROR, FIELD_REPLY_SERIAL, FIELD_DESTINATION, FIELD_SENDER,
	FIELD_SIGNATURE };
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static const uint8_t own_order = 'l', other_order = 'B';
#else
static const uint8_t own_order = 'B', other_order = 'l';
#endif

size_t dbus_alignment(char type)
{
	switch (type) {
	case 'n': case 'q': return 2;
	case 'b': case 'i': case 'u': case 's': case 'o': case 'a': case 'h': return 4;
	case 'x': case 't': case 'd': case '(': case '{': return 8;
	default: return 1;
	}
}

void dbus_align(struct text *to, size_t alignment)
{
	static const char zeros[8];
	text_add(to, zeros, (alignment - to->length % alignment) % alignment);
}

static void add_number(struct text *to, const void *value, size_t size)
{
	dbus_align(to, size);
	text_add(to, value, size);
}

void dbus_byte(struct text *to, uint8_t value) { add_number(to, &value, sizeof(value)); }
void dbus_u16(struct text *to, uint16_t value) { add_number(to, &value, sizeof(value)); }
void dbus_u32(struct text *to, uint32_t value) { add_number(to, &value, sizeof(value)); }
void dbus_u64(struct text *to, uint64_t value) { add_number(to, &value, sizeof(value)); }

void dbus_string(struct text *to, const char *value)
{
	dbus_u32(to, (uint32_t)strlen(value));
	text_add(to, value, strlen(value) + 1);
}

void dbus_signature(struct text *to, const char *value)
{
	dbus_byte(to, (uint8_t)strlen(value));
	text_add(to, value, strlen(value) + 1);
}

/* The padding before the first element does not count, and is there even when there is none. */
struct dbus_array dbus_array_begin(struct text *to, size_t alignment)
{
	struct dbus_array array;
	dbus_u32(to, 0);
	array.length_at = to->length - sizeof(uint32_t);
	dbus_align(to, alignment);
	array.start = to->length;
	return array;
}

void dbus_array_end(struct text *to, struct dbus_array array)
{
	uint32_t length = (uint32_t)(to->length - array.start);
	memcpy(to->data + array.length_at, &length, sizeof(length));
}

static void add_field(struct text *to, uint8_t field, const char *type, const char *value)
{
	if (!value)
		return;
	dbus_align(to, 8);
	dbus_byte(to, field);
	dbus_signature(to, type);
	if (*type == 'g')
		dbus_signature(to, value);
	else
		dbus_string(to, value);
}

struct text dbus_message_make(struct arena *arena, uint32_t serial, const char *destination, const struct dbus_call *call)
{
	struct text to = { .arena = arena };
	dbus_byte(&to, own_order);
	dbus_byte(&to, DBUS_CALL);
	dbus_byte(&to, 0); /* an answer is expected */
	dbus_byte(&to, 1); /* the version of the protocol */
	dbus_u32(&to, (uint32_t)call->body.length);
	dbus_u32(&to, serial);
	struct dbus_array fields = dbus_array_begin(&to, 8);
	add_field(&to, FIELD_PATH, "o", call->path);
	add_field(&to, FIELD_INTERFACE, "s", call->interface);
	add_field(&to, FIELD_MEMBER, "s", call->member);
	add_field(&to, FIELD_DESTINATION, "s", destination);
	add_field(&to, FIELD_SIGNATURE, "g", call->signature);
	dbus_array_end(&to, fields);
	dbus_align(&to, 8);
	if (call->body.length)
		text_add(&to, call->body.data, call->body.length);
	return to;
}

/* The next `size` bytes, aligned to `alignment`; NULL when there are not as many. */
static const uint8_t *take(struct dbus_reader *r, size_t size, size_t alignment)
{
	size_t skipped = (alignment - r->at % alignment) % alignment;
	if (r->bad || r->length - r->at < skipped || r->length - r->at - skipped < size) {
		r->bad = true;
		return NULL;
	}
	const uint8_t *at = r->data + r->at + skipped;
	r->at += skipped + size;
	return at;
}

uint8_t dbus_read_byte(struct dbus_reader *r)
{
	const uint8_t *at = take(r, 1, 1);
	return at ? *at : 0;
}

uint32_t dbus_read_u32(struct dbus_reader *r)
{
	const uint8_t *at = take(r, 4, 4);
	uint32_t value = 0;
	if (at)
		memcpy(&value, at, sizeof(value));
	return r->swapped ? __builtin_bswap32(value) : value;
}

static const char *read_text(struct dbus_reader *r, size_t length)
{
	const uint8_t *at = length < DBUS_MAX_MESSAGE ? take(r, length + 1, 1) : NULL;
	if (at && !memchr(at, 0, length) && at[length] == 0)
		return (const char *)at;
	r->bad = true;
	return "";
}

const char *dbus_read_string(struct dbus_reader *r)
{
	size_t length = dbus_read_u32(r);
	return read_text(r, length);
}

const char *dbus_read_signature(struct dbus_reader *r)
{
	size_t length = dbus_read_byte(r);
	return read_text(r, length);
}

static struct dbus_reader open_header(const uint8_t *data, size_t length)
{
	struct dbus_reader r = { .data = data, .length = length, .swapped = data[0] == other_order };
	r.bad = (data[0] != own_order && !r.swapped) || data[3] != 1;
	r.at = 4;
	return r;
}

size_t dbus_message_size(const uint8_t *header)
{
	struct dbus_reader r = open_header(header, DBUS_HEADER);
	size_t body = dbus_read_u32(&r);
	dbus_read_u32(&r);
	size_t fields = dbus_read_u32(&r);
	if (r.bad || body > DBUS_MAX_MESSAGE || fields > DBUS_MAX_MESSAGE)
		return 0;
	size_t size = DBUS_HEADER + (fields + 7) / 8 * 8 + body;
	return size > DBUS_MAX_MESSAGE ? 0 : size;
}

/* Fields that are not known have one of these types too. */
static void read_field(struct dbus_message *message, struct dbus_reader *r)
{
	uint32_t number = 0;
	const char *text = "";
	take(r, 0, 8);
	uint8_t field = dbus_read_byte(r);
	const char *type = dbus_read_signature(r);
	switch (*type) {
	case 'u': number = dbus_read_u32(r); break;
	case 'g': text = dbus_read_signature(r); break;
	case 's': case 'o': text = dbus_read_string(r); break;
	default: r->bad = true;
	}
	switch (field) {
	case FIELD_PATH: message->path = text; break;
	case FIELD_INTERFACE: message->interface = text; break;
	case FIELD_MEMBER: message->member = text; break;
	case FIELD_ERROR: message->error = text; break;
	case FIELD_SIGNATURE: message->signature = text; break;
	case FIELD_REPLY_SERIAL: message->reply_serial = number; break;
	}
}

int dbus_message_parse(struct dbus_message *message, const uint8_t *data, size_t length)
{
	*message = (struct dbus_message){ .path = "", .interface = "", .member = "", .error = "", .signature = "" };
	if (length < DBUS_HEADER || dbus_message_size(data) != length)
		return -1;
	struct dbus_reader r = open_header(data, length);
	size_t body = dbus_read_u32(&r);
	message->type = data[1];
	message->serial = dbus_read_u32(&r);
	size_t end = dbus_read_u32(&r) + DBUS_HEADER;
	r.length = end;
	while (!r.bad && r.at < end)
		read_field(message, &r);
	message->body = (struct dbus_reader){ .data = data + length - body, .length = body, .swapped = r.swapped };
	return r.bad ? -1 : 0;
}
