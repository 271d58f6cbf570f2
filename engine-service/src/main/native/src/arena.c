#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024, ALIGN = 16 };

struct arena_chunk {
	struct arena_chunk *older;
	size_t size, used;
};

static void out_of_memory(void)
{
	static const char text[] = "davit-runtime: out of memory\n";
	(void)!write(2, text, sizeof(text) - 1);
	_exit(EXIT_OTHER);
}

static struct arena_chunk *add_chunk(struct arena *arena, size_t payload)
{
	size_t size = CHUNK;
	if (payload > SIZE_MAX - 2 * CHUNK)
		out_of_memory();
	while (size < payload + sizeof(struct arena_chunk) + ALIGN)
		size += CHUNK;
	struct arena_chunk *chunk = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (chunk == MAP_FAILED)
		out_of_memory();
	chunk->size = size;
	chunk->used = (sizeof(*chunk) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	chunk->older = arena->newest;
	arena->newest = chunk;
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX - ALIGN)
		out_of_memory();
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct arena_chunk *chunk = arena->newest;
	if (!chunk || chunk->size - chunk->used < size)
		chunk = add_chunk(arena, size);
	void *memory = (char *)chunk + chunk->used;
	chunk->used += size;
	return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);
	memcpy(copy, text, length);
	return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
	return arena_copy(arena, text, strlen(text));
}

char *arena_print(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	char *text = arena_alloc(arena, (size_t)(length < 0 ? 0 : length) + 1);
	vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, again);
	va_end(again);
	va_end(args);
	return text;
}

void arena_free(struct arena *arena)
{
	struct arena_chunk *chunk = arena->newest;
	arena->newest = NULL;
	while (chunk) {
		struct arena_chunk *older = chunk->older;
		munmap(chunk, chunk->size);
		chunk = older;
	}
}
