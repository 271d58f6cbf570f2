/* One error type, carried up and given context on the way. */
#ifndef DAVIT_ERROR_H
#define DAVIT_ERROR_H

#include <stdbool.h>

/* The exit codes Docker's clients know: 128 stands for everything that is not about the command. */
enum {
	EXIT_NOT_EXECUTABLE = 126,
	EXIT_NOT_FOUND = 127,
	EXIT_OTHER = 128,
};

struct error {
	int exit_code; /* 0: no error yet */
	char text[1024];
};

#define PRINTF(a, b) __attribute__((format(printf, a, b)))

/* All return -1, so that a caller can `return error_set(...)`. The first error wins. */
int error_set(struct error *e, const char *format, ...) PRINTF(2, 3);
int error_errno(struct error *e, const char *format, ...) PRINTF(2, 3);
int error_code(struct error *e, int exit_code, const char *format, ...) PRINTF(3, 4);
int error_context(struct error *e, const char *format, ...) PRINTF(2, 3);

static inline bool failed(const struct error *e) { return e->exit_code != 0; }

/* strerror as Go writes it: lower case, which is what clients match on. */
const char *error_name(int number);

#endif
