/* The address of a bus, as environment variables give it. */
#include <stdio.h>
#include <string.h>

#include "systemd.h"

/* "%2f" stands for a slash. */
static size_t decode(char *to, const char *from, size_t length)
{
	size_t used = 0;
	for (size_t i = 0; i < length; i++) {
		unsigned value;
		if (from[i] == '%' && i + 2 < length && sscanf(from + i + 1, "%2x", &value) == 1) {
			to[used++] = (char)value;
			i += 2;
		} else {
			to[used++] = from[i];
		}
	}
	return used;
}

int dbus_address_each(struct arena *arena, const char *address, int (*visit)(const char *path, size_t length, void *data), void *data)
{
	static const char *const keys[] = { "path=", "abstract=" };
	for (const char *at = address; *at; at += *at == ';') {
		const char *end = at + strcspn(at, ";");
		for (const char *pair = strncmp(at, "unix:", 5) == 0 ? at + 5 : end; pair < end; pair += strcspn(pair, ",;"), pair += *pair == ',')
			for (int i = 0; i < 2; i++) {
				size_t skip = strlen(keys[i]);
				if (strncmp(pair, keys[i], skip) != 0)
					continue;
				size_t length = strcspn(pair + skip, ",;");
				char *path = arena_alloc(arena, length + 2);
				length = decode(path + i, pair + skip, length) + (size_t)i;
				if (length > (size_t)i && visit(path, length, data) == 0)
					return 0;
			}
		at = end;
	}
	return -1;
}
