/* A JSON reader with limits of depth and size: what it reads comes from others. */
#ifndef DAVIT_JSON_H
#define DAVIT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "error.h"

enum { JSON_MAX_DEPTH = 64, JSON_MAX_SIZE = 16 * 1024 * 1024 };

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_type type;
	const char *key;  /* of a member of an object */
	const char *text; /* of a string or a number */
	struct json *child, *next;
	const char *raw; /* where it stands in the input, quoted and unparsed */
	size_t raw_length;
};

struct json *json_parse(struct arena *arena, const char *text, size_t length, struct error *e);
/* NULL when absent; a null value counts as absent, as Go's decoder has it. */
const struct json *json_get(const struct json *object, const char *key);
size_t json_count(const struct json *list);

/* Typed access. Errors are sticky in the reader, so that a page of fields is checked once at the end.
 * `where` names the object for the message, such as "linux.resources". */
struct reader {
	struct arena *arena;
	struct error *error;
};
struct strings {
	char **items; /* ends with NULL */
	size_t count;
};

const struct json *read_object(struct reader *r, const struct json *object, const char *where, const char *key);
const struct json *read_array(struct reader *r, const struct json *object, const char *where, const char *key);
const char *read_string(struct reader *r, const struct json *object, const char *where, const char *key);
bool read_bool(struct reader *r, const struct json *object, const char *where, const char *key);
/* Return whether the field is there. */
bool read_int(struct reader *r, const struct json *object, const char *where, const char *key, int64_t *value);
bool read_uint(struct reader *r, const struct json *object, const char *where, const char *key, uint64_t *value);
bool read_id(struct reader *r, const struct json *object, const char *where, const char *key, uint32_t *value);
struct strings read_strings(struct reader *r, const struct json *object, const char *where, const char *key);
/* Fails, naming the field, when it is there and not empty. */
void refuse_field(struct reader *r, const struct json *object, const char *where, const char *key);

#endif
