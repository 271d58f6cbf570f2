#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *error_name(int number)
{
	static char name[128];
	snprintf(name, sizeof(name), "%s", strerror(number));
	/* "I/O error" keeps its capital, "No such file" loses it. */
	if (name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z')
		name[0] = (char)(name[0] + ('a' - 'A'));
	return name;
}

static int set(struct error *e, int exit_code, int number, const char *format, va_list args)
{
	if (failed(e))
		return -1;
	e->exit_code = exit_code;
	vsnprintf(e->text, sizeof(e->text), format, args);
	if (number != 0) {
		size_t used = strlen(e->text);
		snprintf(e->text + used, sizeof(e->text) - used, ": %s", error_name(number));
	}
	return -1;
}

int error_set(struct error *e, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set(e, EXIT_OTHER, 0, format, args);
	va_end(args);
	return -1;
}

int error_errno(struct error *e, const char *format, ...)
{
	int number = errno;
	va_list args;
	va_start(args, format);
	set(e, EXIT_OTHER, number, format, args);
	va_end(args);
	return -1;
}

int error_code(struct error *e, int exit_code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set(e, exit_code, 0, format, args);
	va_end(args);
	return -1;
}

int error_context(struct error *e, const char *format, ...)
{
	char old[sizeof(e->text)];
	memcpy(old, e->text, sizeof(old));
	va_list args;
	va_start(args, format);
	vsnprintf(e->text, sizeof(e->text), format, args);
	va_end(args);
	size_t used = strlen(e->text);
	snprintf(e->text + used, sizeof(e->text) - used, ": %s", old);
	return -1;
}
