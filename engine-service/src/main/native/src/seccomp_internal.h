/* Between the parts of the filter compiler. */
#ifndef DAVIT_SECCOMP_INTERNAL_H
#define DAVIT_SECCOMP_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "seccomp.h"

/* The numberings of system calls this processor understands; the first is its own. */
enum { ABI_NATIVE, ABI_COMPAT, ABI_X32, ABIS };
enum { MAX_SYSCALL = 1023 };

struct abi {
	const char *name; /* as in the spec, NULL: not on this processor */
	uint32_t audit;
	uint32_t offset; /* added to its numbers */
	bool narrow;     /* arguments have 32 bits */
};
extern const struct abi abis[ABIS];

/* The number of a system call, -1 when this numbering has no such call. */
int syscall_number(int abi, const char *name);

enum comparison { COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_GE, COMPARE_GT, COMPARE_MASKED };

struct condition {
	unsigned index;
	enum comparison op;
	uint64_t value, value_two;
};

struct rule {
	uint32_t verdict; /* SECCOMP_RET_* and its data */
	struct condition *conditions;
	size_t count; /* 0: always */
};

struct rule_list {
	const struct rule *rule;
	struct rule_list *next;
};

struct profile {
	uint32_t fallback;
	unsigned flags;
	const char *listener_path, *metadata;
	bool notifies;
	bool abis[ABIS];
	int highest[ABIS]; /* the highest number the profile speaks of, -1: none */
	struct rule_list *rules[ABIS][MAX_SYSCALL + 1];
};

int seccomp_parse(struct profile *profile, struct arena *arena, const struct json *json, struct error *e);
int seccomp_emit(const struct profile *profile, struct arena *arena, struct seccomp_filter *filter, struct error *e);

#endif
