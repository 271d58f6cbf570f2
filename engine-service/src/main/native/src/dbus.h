/* As much of D-Bus as it takes to ask systemd for something: values as bytes, messages, and one connection
 * that sends a call and reads until its answer is there. */
#ifndef DAVIT_DBUS_H
#define DAVIT_DBUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"
#include "text.h"

enum { DBUS_CALL = 1, DBUS_RETURN, DBUS_ERROR, DBUS_SIGNAL };
enum { DBUS_HEADER = 16, DBUS_MAX_MESSAGE = 1024 * 1024 };

/* Values are appended in the order of a signature, aligned from the beginning of the text: that must come
 * to stand at a multiple of 8. */
void dbus_align(struct text *to, size_t alignment);
void dbus_byte(struct text *to, uint8_t value);
void dbus_u16(struct text *to, uint16_t value);
void dbus_u32(struct text *to, uint32_t value);
void dbus_u64(struct text *to, uint64_t value);
void dbus_string(struct text *to, const char *value); /* and object paths */
void dbus_signature(struct text *to, const char *value);
struct dbus_array {
	size_t length_at, start;
};
struct dbus_array dbus_array_begin(struct text *to, size_t alignment);
void dbus_array_end(struct text *to, struct dbus_array array);
size_t dbus_alignment(char type);

/* What is read was written by somebody else: beyond the end, and where text is not well formed, everything
 * reads as zero or "" and `bad` is set. */
struct dbus_reader {
	const uint8_t *data;
	size_t length, at;
	bool swapped, bad;
};
uint8_t dbus_read_byte(struct dbus_reader *r);
uint32_t dbus_read_u32(struct dbus_reader *r);
const char *dbus_read_string(struct dbus_reader *r);
const char *dbus_read_signature(struct dbus_reader *r);

struct dbus_message {
	uint8_t type;
	uint32_t serial, reply_serial;
	const char *path, *interface, *member, *error, *signature; /* "" when not there */
	struct dbus_reader body;
};
/* How long the message is whose first DBUS_HEADER bytes these are; 0 when it is none, or too long. */
size_t dbus_message_size(const uint8_t *header);
int dbus_message_parse(struct dbus_message *message, const uint8_t *data, size_t length);

struct dbus_call {
	const char *path, *interface, *member, *signature;
	struct text body;
};
/* The whole message; `destination` is NULL on a connection without a bus. */
struct text dbus_message_make(struct arena *arena, uint32_t serial, const char *destination, const struct dbus_call *call);

struct dbus {
	struct arena *arena;
	int fd;
	const char *destination; /* the name on the bus, NULL without one */
	uint32_t serial;
	long long deadline;      /* milliseconds; how long its answers are waited for in all */
	uint8_t *input;          /* what the last message was parsed from */
	size_t room;
	const char *error_name;  /* of the last answer that was an error, "" for other failures */
	void (*on_signal)(const struct dbus_message *signal, void *data);
	void *data;
};

/* To a socket in the file system or, with a leading NUL, an abstract one. */
int dbus_connect(struct dbus *bus, struct arena *arena, const char *path, size_t length, struct error *e);
/* The greeting that a bus, unlike a private connection, wants; calls go to `destination` then. */
int dbus_hello(struct dbus *bus, const char *destination, struct error *e);
int dbus_call(struct dbus *bus, const struct dbus_call *call, struct dbus_message *reply, struct error *e);
/* The next message, whatever it is; valid until another one is read. */
int dbus_next(struct dbus *bus, struct dbus_message *message, struct error *e);
void dbus_close(struct dbus *bus);

#endif
