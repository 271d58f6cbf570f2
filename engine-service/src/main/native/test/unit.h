/* The smallest of test frames: each check counts, a failed one says where. */
#ifndef DAVIT_UNIT_H
#define DAVIT_UNIT_H

#include <stdio.h>
#include <string.h>

#include "arena.h"
#include "error.h"

extern int checks, failures;
extern struct arena arena;

#define CHECK(condition) \
	do { \
		checks++; \
		if (!(condition)) { \
			failures++; \
			fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, __func__, #condition); \
		} \
	} while (0)
#define CHECK_TEXT(actual, expected) \
	do { \
		const char *actual_ = (actual), *expected_ = (expected); \
		checks++; \
		if (!actual_ || strcmp(actual_, expected_) != 0) { \
			failures++; \
			fprintf(stderr, "%s:%d: %s: \"%s\" instead of \"%s\"\n", __FILE__, __LINE__, __func__, \
				actual_ ? actual_ : "(null)", expected_); \
		} \
	} while (0)

void test_dbus(void);
void test_ids(void);
void test_host(void);
void test_json(void);
void test_log(void);
void test_names(void);
void test_privileged(void);
void test_seccomp(void);
void test_spec(void);
void test_systemd(void);
void test_text(void);

#endif
