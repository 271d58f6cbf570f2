/* The spec's linux.seccomp, read into lists of rules, one a system call and numbering. */
#include <errno.h>
#include <linux/seccomp.h>
#include <string.h>

#include "seccomp_internal.h"

static const struct {
	const char *name;
	uint32_t verdict;
} actions[] = { { "SCMP_ACT_KILL", SECCOMP_RET_KILL_THREAD }, { "SCMP_ACT_KILL_THREAD", SECCOMP_RET_KILL_THREAD },
	{ "SCMP_ACT_KILL_PROCESS", SECCOMP_RET_KILL_PROCESS }, { "SCMP_ACT_TRAP", SECCOMP_RET_TRAP },
	{ "SCMP_ACT_ERRNO", SECCOMP_RET_ERRNO }, { "SCMP_ACT_TRACE", SECCOMP_RET_TRACE },
	{ "SCMP_ACT_ALLOW", SECCOMP_RET_ALLOW }, { "SCMP_ACT_LOG", SECCOMP_RET_LOG },
	{ "SCMP_ACT_NOTIFY", SECCOMP_RET_USER_NOTIF } };

static uint32_t read_action(struct reader *r, const struct json *json, const char *key, const char *errno_key)
{
	const char *name = read_string(r, json, "linux.seccomp", key);
	uint64_t number = EPERM;
	bool given = read_uint(r, json, "linux.seccomp", errno_key, &number);
	for (size_t i = 0; name && i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(name, actions[i].name) != 0)
			continue;
		bool carries = actions[i].verdict == SECCOMP_RET_ERRNO || actions[i].verdict == SECCOMP_RET_TRACE;
		if (given && (!carries || number > 4095))
			error_set(r->error, "%s is not meant for %s, or too large", errno_key, name);
		return actions[i].verdict | (carries ? (uint32_t)number : 0);
	}
	error_set(r->error, "the action %s is not supported", name ? name : "(none)");
	return 0;
}

static const struct {
	const char *name;
	unsigned flag;
} flags[] = { { "SECCOMP_FILTER_FLAG_TSYNC", SECCOMP_FILTER_FLAG_TSYNC }, { "SECCOMP_FILTER_FLAG_LOG", SECCOMP_FILTER_FLAG_LOG },
	{ "SECCOMP_FILTER_FLAG_SPEC_ALLOW", SECCOMP_FILTER_FLAG_SPEC_ALLOW },
	{ "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV } };
enum { FLAGS = sizeof(flags) / sizeof(flags[0]) };

const char *seccomp_flag_name(int index, unsigned *flag)
{
	*flag = index < FLAGS ? flags[index].flag : 0;
	return index < FLAGS ? flags[index].name : NULL;
}

static void read_flags(struct reader *r, const struct json *json, struct profile *profile)
{
	struct strings names = read_strings(r, json, "linux.seccomp", "flags");
	/* As runc has it: to slow a whole container down is for those who ask for it. */
	if (!json_get(json, "flags"))
		profile->flags |= SECCOMP_FILTER_FLAG_SPEC_ALLOW;
	for (size_t i = 0; i < names.count; i++) {
		unsigned found = 0;
		for (size_t j = 0; j < FLAGS; j++)
			if (strcmp(names.items[i], flags[j].name) == 0)
				found = flags[j].flag;
		if (!found || !seccomp_flag_supported(found))
			error_set(r->error, "the flag %s is not supported%s", names.items[i], found ? " by this kernel" : "");
		profile->flags |= found;
	}
}

static void read_listener(struct reader *r, const struct json *json, struct profile *profile)
{
	const char *path = read_string(r, json, "linux.seccomp", "listenerPath");
	profile->listener_path = path && *path ? path : NULL;
	profile->metadata = read_string(r, json, "linux.seccomp", "listenerMetadata");
	if (profile->metadata && *profile->metadata && !profile->listener_path)
		error_set(r->error, "listenerMetadata needs a listenerPath");
	if (profile->notifies && !profile->listener_path)
		error_set(r->error, "SCMP_ACT_NOTIFY needs a listenerPath");
	if ((profile->fallback & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_USER_NOTIF)
		error_set(r->error, "SCMP_ACT_NOTIFY cannot be used as default action");
	/* Two flags that only make sense together with a listener, or without one: the process has one
	 * thread that is to be filtered, and one that hands the listener over and must not be. */
	profile->flags &= ~(unsigned)(profile->notifies ? SECCOMP_FILTER_FLAG_TSYNC : SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
}

/* The processor's own numbering is always filtered. Those of other processors cannot occur here. */
static void read_architectures(struct reader *r, const struct json *json, struct profile *profile)
{
	struct strings names = read_strings(r, json, "linux.seccomp", "architectures");
	profile->abis[ABI_NATIVE] = true;
	for (size_t i = 0; i < names.count; i++)
		for (int abi = 0; abi < ABIS; abi++)
			if (abis[abi].name && strcmp(names.items[i], abis[abi].name) == 0)
				profile->abis[abi] = true;
}

static struct condition read_condition(struct reader *r, const struct json *json)
{
	static const char *const ops[] = { "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE",
		"SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ" };
	struct condition condition = { 0 };
	uint64_t index = 0;
	const char *op = read_string(r, json, "linux.seccomp.syscalls.args", "op");
	read_uint(r, json, "linux.seccomp.syscalls.args", "index", &index);
	read_uint(r, json, "linux.seccomp.syscalls.args", "value", &condition.value);
	read_uint(r, json, "linux.seccomp.syscalls.args", "valueTwo", &condition.value_two);
	if (index > 5) {
		error_set(r->error, "an argument's index is above 5");
		return condition; /* with 0: callers count with it until they see the error */
	}
	condition.index = (unsigned)index;
	for (size_t i = 0; op && i < sizeof(ops) / sizeof(ops[0]); i++)
		if (strcmp(op, ops[i]) == 0) {
			condition.op = (enum comparison)i;
			return condition;
		}
	error_set(r->error, "the comparison %s is unknown", op ? op : "(none)");
	return condition;
}

/* Conditions on several arguments must all hold. Several on one argument stand for as many rules, one
 * of which is enough: that is what runc makes of them, and what profiles are written for. */
static size_t read_rules(struct reader *r, const struct json *json, uint32_t verdict, struct rule **rules)
{
	const struct json *args = read_array(r, json, "linux.seccomp.syscalls", "args");
	size_t count = json_count(args), at = 0;
	unsigned seen = 0;
	bool repeated = false;
	struct condition *conditions = arena_array(r->arena, count, sizeof(*conditions));
	for (const struct json *item = args ? args->child : NULL; item; item = item->next) {
		conditions[at] = read_condition(r, item);
		repeated = repeated || seen >> conditions[at].index & 1;
		seen |= 1u << conditions[at++].index;
	}
	size_t rule_count = repeated ? count : 1;
	*rules = arena_array(r->arena, rule_count, sizeof(**rules));
	for (size_t i = 0; i < rule_count; i++)
		(*rules)[i] = (struct rule){ verdict, conditions + i, repeated ? 1 : count };
	return rule_count;
}

static void add_rule(struct profile *profile, struct arena *arena, int abi, const char *name, const struct rule *rules,
	size_t count, bool effective)
{
	int number = syscall_number(abi, name);
	if (number < 0 || number > MAX_SYSCALL)
		return; /* not a call of this kernel's: nothing to filter */
	if (number > profile->highest[abi])
		profile->highest[abi] = number;
	for (size_t i = 0; effective && i < count; i++) {
		struct rule_list **tail = &profile->rules[abi][number];
		while (*tail)
			tail = &(*tail)->next;
		*tail = arena_alloc(arena, sizeof(**tail));
		(*tail)->rule = &rules[i];
	}
}

static void read_syscalls(struct reader *r, const struct json *json, struct profile *profile)
{
	const struct json *list = read_array(r, json, "linux.seccomp", "syscalls");
	for (const struct json *item = list ? list->child : NULL; item && !failed(r->error); item = item->next) {
		struct rule *rules;
		struct strings names = read_strings(r, item, "linux.seccomp.syscalls", "names");
		uint32_t verdict = read_action(r, item, "action", "errnoRet");
		profile->notifies = profile->notifies || verdict == SECCOMP_RET_USER_NOTIF;
		size_t count = read_rules(r, item, verdict, &rules);
		if (names.count == 0)
			error_set(r->error, "syscalls: names must not be empty");
		for (size_t i = 0; i < names.count; i++)
			for (int abi = 0; abi < ABIS; abi++)
				if (profile->abis[abi])
					add_rule(profile, r->arena, abi, names.items[i], rules, count, verdict != profile->fallback);
	}
}

int seccomp_parse(struct profile *profile, struct arena *arena, const struct json *json, struct error *e)
{
	struct reader reader = { arena, e }, *r = &reader;
	for (int abi = 0; abi < ABIS; abi++)
		profile->highest[abi] = -1;
	profile->fallback = read_action(r, json, "defaultAction", "defaultErrnoRet");
	read_flags(r, json, profile);
	read_architectures(r, json, profile);
	read_syscalls(r, json, profile);
	read_listener(r, json, profile);
	return failed(e) ? -1 : 0;
}
