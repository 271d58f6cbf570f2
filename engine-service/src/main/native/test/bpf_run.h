/* What the kernel does with a seccomp filter. */
#ifndef DAVIT_BPF_RUN_H
#define DAVIT_BPF_RUN_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { BPF_RUN_BROKEN = 0x0bad0bad };

static inline uint32_t bpf_run(const struct sock_filter *code, size_t length, const struct seccomp_data *data)
{
	uint32_t a = 0;
	size_t pc = 0, steps = 0;
	while (pc < length && steps++ < 100000) {
		const struct sock_filter *i = &code[pc++];
		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS: memcpy(&a, (const char *)data + i->k, 4); break;
		case BPF_ALU | BPF_AND | BPF_K: a &= i->k; break;
		case BPF_JMP | BPF_JA: pc += i->k; break;
		case BPF_JMP | BPF_JEQ | BPF_K: pc += a == i->k ? i->jt : i->jf; break;
		case BPF_JMP | BPF_JGT | BPF_K: pc += a > i->k ? i->jt : i->jf; break;
		case BPF_JMP | BPF_JGE | BPF_K: pc += a >= i->k ? i->jt : i->jf; break;
		case BPF_JMP | BPF_JSET | BPF_K: pc += a & i->k ? i->jt : i->jf; break;
		case BPF_RET | BPF_K: return i->k;
		default: return BPF_RUN_BROKEN;
		}
	}
	return BPF_RUN_BROKEN;
}

#endif
