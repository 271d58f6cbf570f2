/* Memory that is given back all at once: a parse tree must not live on in a monitor. */
#ifndef DAVIT_ARENA_H
#define DAVIT_ARENA_H

#include <stddef.h>

#include "error.h"

struct arena_chunk;
struct arena {
	struct arena_chunk *newest;
};

/* Zeroed memory; ends the process when there is none, since nothing can go on without. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_string(struct arena *arena, const char *text);
char *arena_print(struct arena *arena, const char *format, ...) PRINTF(2, 3);
void arena_free(struct arena *arena);

#endif
