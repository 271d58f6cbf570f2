/* System call filters: the spec's linux.seccomp as a BPF program. */
#ifndef DAVIT_SECCOMP_H
#define DAVIT_SECCOMP_H

#include <linux/filter.h>
#include <stdbool.h>

#include "error.h"
#include "json.h"

struct seccomp_filter {
	struct sock_filter *code;
	unsigned short length;
	unsigned flags; /* SECCOMP_FILTER_FLAG_* */
	const char *listener_path, *metadata; /* who decides on SCMP_ACT_NOTIFY; NULL: nobody */
	bool asks; /* there is such an action; otherwise the listener is a guest that may be missing, as crun has it */
};

struct seccomp_filter *seccomp_compile(struct arena *arena, const struct json *profile, struct error *e);
int seccomp_install(const struct seccomp_filter *filter, struct error *e);
/* Connects to the listener, or returns -1 without an error when there is none. */
int seccomp_connect(const struct seccomp_filter *filter, struct error *e);
bool seccomp_flag_supported(unsigned flag);
/* SECCOMP_FILTER_FLAG_* by index; NULL past the last. */
const char *seccomp_flag_name(int index, unsigned *flag);

#endif
