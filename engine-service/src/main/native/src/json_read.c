#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

static const struct json *typed(struct reader *r, const struct json *object, const char *where, const char *key,
		enum json_type type, const char *name)
{
	const struct json *value = json_get(object, key);
	if (!value || value->type == type)
		return value;
	error_set(r->error, "%s%s%s must be %s", where, *where ? "." : "", key, name);
	return NULL;
}

const struct json *read_object(struct reader *r, const struct json *object, const char *where, const char *key)
{
	return typed(r, object, where, key, JSON_OBJECT, "an object");
}

const struct json *read_array(struct reader *r, const struct json *object, const char *where, const char *key)
{
	return typed(r, object, where, key, JSON_ARRAY, "an array");
}

const char *read_string(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *value = typed(r, object, where, key, JSON_STRING, "a string");
	return value ? value->text : NULL;
}

bool read_bool(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *value = json_get(object, key);
	if (value && value->type != JSON_TRUE && value->type != JSON_FALSE)
		error_set(r->error, "%s%s%s must be true or false", where, *where ? "." : "", key);
	return value && value->type == JSON_TRUE;
}

static void bad_number(struct reader *r, const char *where, const char *key, const char *text)
{
	error_set(r->error, "%s%s%s: %s is not a whole number in range", where, *where ? "." : "", key, text);
}

bool read_int(struct reader *r, const struct json *object, const char *where, const char *key, int64_t *value)
{
	const struct json *number = typed(r, object, where, key, JSON_NUMBER, "a number");
	if (!number)
		return false;
	char *end;
	errno = 0;
	*value = strtoll(number->text, &end, 10);
	if (errno != 0 || *end != '\0')
		bad_number(r, where, key, number->text);
	return true;
}

bool read_uint(struct reader *r, const struct json *object, const char *where, const char *key, uint64_t *value)
{
	const struct json *number = typed(r, object, where, key, JSON_NUMBER, "a number");
	if (!number)
		return false;
	char *end;
	errno = 0;
	*value = strtoull(number->text, &end, 10);
	if (errno != 0 || *end != '\0' || number->text[0] == '-')
		bad_number(r, where, key, number->text);
	return true;
}

/* User and group ids: a value of 2^31 or more would wrap to something else somewhere
 * on the way (CVE-2024-40635), and (uid_t)-1 means "leave unchanged". */
bool read_id(struct reader *r, const struct json *object, const char *where, const char *key, uint32_t *value)
{
	uint64_t wide = 0;
	if (!read_uint(r, object, where, key, &wide))
		return false;
	if (wide > INT32_MAX)
		error_set(r->error, "%s.%s: %llu is not between 0 and 2147483647", where, key, (unsigned long long)wide);
	*value = (uint32_t)wide;
	return true;
}

struct strings read_strings(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *array = read_array(r, object, where, key);
	struct strings list = { arena_array(r->arena, json_count(array) + 1, sizeof(char *)), 0 };
	for (const struct json *item = array ? array->child : NULL; item; item = item->next) {
		if (item->type != JSON_STRING)
			error_set(r->error, "%s.%s must hold strings only", where, key);
		else
			list.items[list.count++] = (char *)item->text;
	}
	return list;
}

void refuse_field(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *value = json_get(object, key);
	if (!value || value->type == JSON_FALSE)
		return;
	if ((value->type == JSON_ARRAY || value->type == JSON_OBJECT) && !value->child)
		return;
	if (value->type == JSON_STRING && !*value->text)
		return;
	error_set(r->error, "%s%s%s is not supported", where, *where ? "." : "", key);
}
