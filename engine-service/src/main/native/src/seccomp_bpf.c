/* Rules to BPF. The calls of one numbering become a binary tree, so that the way to a verdict is some
 * nine comparisons long instead of hundreds. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>

#include "seccomp_internal.h"

enum { MAX_SEGMENTS = 2 * ABIS * (MAX_SYSCALL + 2) };

/* From `start` up to the start of the next one, all calls are judged alike. */
struct segment {
	uint32_t start;
	uint32_t verdict;
	const struct rule_list *rules; /* with conditions; NULL: the verdict alone */
	bool narrow;
};

struct program {
	struct sock_filter *code;
	size_t length;
	const struct profile *profile;
	const struct segment *segments;
};

static void emit(struct program *p, unsigned short code, unsigned char yes, unsigned char no, uint32_t k)
{
	if (p->length < BPF_MAXINSNS)
		p->code[p->length] = (struct sock_filter){ code, yes, no, k };
	p->length++; /* beyond the limit only the length counts, for the error */
}

static void load(struct program *p, size_t offset) { emit(p, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset); }
static void give(struct program *p, uint32_t verdict) { emit(p, BPF_RET | BPF_K, 0, 0, verdict); }

enum { FAIL = 255 }; /* a jump to the next rule, put in when that is known */

static size_t argument(unsigned index, bool high)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return offsetof(struct seccomp_data, args) + 8 * index + (high ? 4 : 0);
#else
	return offsetof(struct seccomp_data, args) + 8 * index + (high ? 0 : 4);
#endif
}

static void jump(struct program *p, unsigned short test, uint32_t k, unsigned char yes, unsigned char no)
{
	emit(p, (unsigned short)(BPF_JMP | test | BPF_K), yes, no, k);
}

/* `test` is JGT or JGE; `wanted` false asks for the opposite (LE, LT). */
static void emit_order(struct program *p, const struct condition *c, bool narrow, unsigned short test, bool wanted)
{
	uint32_t high = (uint32_t)(c->value >> 32), low = (uint32_t)c->value;
	if (!narrow) {
		load(p, argument(c->index, true));
		/* Greater decides, equal goes on with the low half, less decides. */
		jump(p, BPF_JGT, high, wanted ? 3 : FAIL, 0);
		jump(p, BPF_JEQ, high, 0, wanted ? FAIL : 2);
	}
	load(p, argument(c->index, false));
	jump(p, test, low, wanted ? 0 : FAIL, wanted ? FAIL : 0);
}

static void emit_equal(struct program *p, const struct condition *c, bool narrow)
{
	if (!narrow) {
		load(p, argument(c->index, true));
		jump(p, BPF_JEQ, (uint32_t)(c->value >> 32), 0, FAIL);
	}
	load(p, argument(c->index, false));
	jump(p, BPF_JEQ, (uint32_t)c->value, 0, FAIL);
}

static void emit_different(struct program *p, const struct condition *c, bool narrow)
{
	if (!narrow) {
		load(p, argument(c->index, true));
		jump(p, BPF_JEQ, (uint32_t)(c->value >> 32), 0, 2);
	}
	load(p, argument(c->index, false));
	jump(p, BPF_JEQ, (uint32_t)c->value, FAIL, 0);
}

static void emit_masked(struct program *p, const struct condition *c, bool narrow)
{
	if (!narrow) {
		load(p, argument(c->index, true));
		emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, (uint32_t)(c->value >> 32));
		jump(p, BPF_JEQ, (uint32_t)(c->value_two >> 32), 0, FAIL);
	}
	load(p, argument(c->index, false));
	emit(p, BPF_ALU | BPF_AND | BPF_K, 0, 0, (uint32_t)c->value);
	jump(p, BPF_JEQ, (uint32_t)c->value_two, 0, FAIL);
}

static void emit_condition(struct program *p, const struct condition *c, bool narrow)
{
	switch (c->op) {
	case COMPARE_EQ: emit_equal(p, c, narrow); break;
	case COMPARE_NE: emit_different(p, c, narrow); break;
	case COMPARE_GT: emit_order(p, c, narrow, BPF_JGT, true); break;
	case COMPARE_GE: emit_order(p, c, narrow, BPF_JGE, true); break;
	case COMPARE_LT: emit_order(p, c, narrow, BPF_JGE, false); break;
	case COMPARE_LE: emit_order(p, c, narrow, BPF_JGT, false); break;
	case COMPARE_MASKED: emit_masked(p, c, narrow); break;
	}
}

/* A rule has at most 6 conditions of 6 instructions: FAIL is never a distance that occurs. */
static void emit_rule(struct program *p, const struct rule *rule, bool narrow)
{
	size_t start = p->length;
	for (size_t i = 0; i < rule->count; i++)
		emit_condition(p, &rule->conditions[i], narrow);
	give(p, rule->verdict);
	for (size_t i = start; i < p->length && i < BPF_MAXINSNS; i++) {
		if (BPF_CLASS(p->code[i].code) != BPF_JMP)
			continue;
		unsigned char distance = (unsigned char)(p->length - i - 1);
		if (p->code[i].jt == FAIL)
			p->code[i].jt = distance;
		if (p->code[i].jf == FAIL)
			p->code[i].jf = distance;
	}
}

static void emit_leaf(struct program *p, const struct segment *segment)
{
	for (const struct rule_list *item = segment->rules; item; item = item->next)
		if (item->rule->count > 0)
			emit_rule(p, item->rule, segment->narrow);
	give(p, segment->verdict);
}

/* segments[from .. to): left half first, the right one at the jump's target. A jump that is too far
 * for eight bits goes by way of an unconditional one, put in afterwards; all jumps inside the half
 * that moves are relative and stay right. */
static void emit_tree(struct program *p, size_t from, size_t to)
{
	if (to - from == 1) {
		emit_leaf(p, &p->segments[from]);
		return;
	}
	size_t middle = from + (to - from) / 2, at = p->length;
	jump(p, BPF_JGE, p->segments[middle].start, 0, 0);
	emit_tree(p, from, middle);
	size_t left = p->length - at - 1;
	if (p->length >= BPF_MAXINSNS)
		return;
	if (left < 255) {
		p->code[at].jt = (unsigned char)left;
	} else {
		emit(p, 0, 0, 0, 0);
		if (p->length > BPF_MAXINSNS)
			return;
		memmove(&p->code[at + 2], &p->code[at + 1], left * sizeof(*p->code));
		p->code[at].jf = 1;
		p->code[at + 1] = (struct sock_filter){ BPF_JMP | BPF_JA, 0, 0, (uint32_t)left };
	}
	emit_tree(p, middle, to);
}

static bool has_conditions(const struct rule_list *list)
{
	for (; list; list = list->next)
		if (list->rule->count > 0)
			return true;
	return false;
}

/* The first rule without conditions decides when no condition holds. */
static uint32_t unconditional(const struct profile *profile, const struct rule_list *list)
{
	for (; list; list = list->next)
		if (list->rule->count == 0)
			return list->rule->verdict;
	return profile->fallback;
}

static size_t add_segment(struct segment *segments, size_t count, struct segment segment)
{
	const struct segment *last = count ? &segments[count - 1] : NULL;
	if (last && !last->rules && !segment.rules && last->verdict == segment.verdict)
		return count;
	segments[count] = segment;
	return count + 1;
}

/* Calls the profile's author cannot have known of are answered by ENOSYS: a C library then falls back
 * to an older one, where EPERM would make it fail. */
static uint32_t unknown_verdict(const struct profile *profile, int abi)
{
	uint32_t action = profile->fallback & SECCOMP_RET_ACTION_FULL;
	if (profile->highest[abi] < 0 || action == SECCOMP_RET_ALLOW || action == SECCOMP_RET_LOG || action == SECCOMP_RET_TRACE)
		return profile->fallback;
	return SECCOMP_RET_ERRNO | ENOSYS;
}

static size_t add_abi(const struct profile *profile, int abi, struct segment *segments, size_t count)
{
	uint32_t offset = abis[abi].offset;
	for (int number = 0; number <= profile->highest[abi]; number++) {
		const struct rule_list *list = profile->rules[abi][number];
		count = add_segment(segments, count, (struct segment){ offset + (uint32_t)number, unconditional(profile, list),
			has_conditions(list) ? list : NULL, abis[abi].narrow });
	}
	return add_segment(segments, count, (struct segment){ offset + (uint32_t)(profile->highest[abi] + 1),
		unknown_verdict(profile, abi), NULL, false });
}

/* One tree for each value of `arch`; X32 is told from its 64-bit sister by its numbers alone. */
static void emit_arch(struct program *p, struct segment *segments, int abi)
{
	size_t count = add_abi(p->profile, abi, segments, 0);
	if (abi == ABI_NATIVE && abis[ABI_X32].name) {
		if (p->profile->abis[ABI_X32])
			count = add_abi(p->profile, ABI_X32, segments, count);
		else
			count = add_segment(segments, count, (struct segment){ 0x40000000, SECCOMP_RET_KILL_PROCESS, NULL, false });
	}
	p->segments = segments;
	jump(p, BPF_JEQ, abis[abi].audit, 1, 0);
	size_t skip = p->length;
	emit(p, BPF_JMP | BPF_JA, 0, 0, 0);
	load(p, offsetof(struct seccomp_data, nr));
	emit_tree(p, 0, count);
	if (skip < BPF_MAXINSNS)
		p->code[skip].k = (uint32_t)(p->length - skip - 1);
}

int seccomp_emit(const struct profile *profile, struct arena *arena, struct seccomp_filter *filter, struct error *e)
{
	struct program p = { arena_array(arena, BPF_MAXINSNS, sizeof(struct sock_filter)), 0, profile, NULL };
	struct segment *segments = arena_array(arena, MAX_SEGMENTS, sizeof(*segments));
	load(&p, offsetof(struct seccomp_data, arch));
	for (int abi = 0; abi < ABIS; abi++)
		if (profile->abis[abi] && abi != ABI_X32)
			emit_arch(&p, segments, abi);
	give(&p, SECCOMP_RET_KILL_PROCESS); /* a processor mode that is not listed */
	if (p.length > BPF_MAXINSNS)
		return error_set(e, "the profile is too large: it needs more than %d instructions", BPF_MAXINSNS);
	filter->code = p.code;
	filter->length = (unsigned short)p.length;
	filter->flags = profile->flags;
	filter->listener_path = profile->listener_path;
	filter->asks = profile->notifies;
	filter->metadata = profile->metadata;
	return 0;
}
