/* System call filters: the spec's linux.seccomp as a BPF program. */
#ifndef DAVIT_SECCOMP_H
#define DAVIT_SECCOMP_H

#include <linux/filter.h>

#include "error.h"
#include "json.h"

struct seccomp_filter {
	struct sock_filter *code;
	unsigned short length;
	unsigned flags; /* SECCOMP_FILTER_FLAG_* */
};

struct seccomp_filter *seccomp_compile(struct arena *arena, const struct json *profile, struct error *e);
int seccomp_install(const struct seccomp_filter *filter, struct error *e);

#endif
