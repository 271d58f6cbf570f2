/* Our filter and libseccomp's for the same profile, decision by decision: seccomp_peer PROFILE.json
 * Built twice: for this processor, and with DAVIT_SECCOMP_AARCH64 for the other. libseccomp's filter is made the way
 * runc makes it. */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bpf_run.h"
#include "io.h"
#include "seccomp_internal.h"

struct foreign {
	struct sock_filter *code;
	size_t length;
};

static struct arena arena;
static struct reader reader;
static uint64_t values[512]; /* what arguments are tried with */
static size_t value_count;
static unsigned long decisions, differences;

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, reader.error->text);
	exit(2);
}

static uint32_t action_of(const struct json *json, const char *key, const char *errno_key)
{
	const char *name = read_string(&reader, json, "", key);
	uint64_t number = EPERM;
	read_uint(&reader, json, "", errno_key, &number);
	if (strcmp(name, "SCMP_ACT_ALLOW") == 0)
		return SCMP_ACT_ALLOW;
	if (strcmp(name, "SCMP_ACT_ERRNO") == 0)
		return SCMP_ACT_ERRNO(number);
	if (strcmp(name, "SCMP_ACT_LOG") == 0)
		return SCMP_ACT_LOG;
	if (strcmp(name, "SCMP_ACT_KILL_PROCESS") == 0)
		return SCMP_ACT_KILL_PROCESS;
	die(name);
}

static void try_value(uint64_t value)
{
	for (size_t i = 0; i < value_count; i++)
		if (values[i] == value)
			return;
	if (value_count < sizeof(values) / sizeof(values[0]))
		values[value_count++] = value;
}

static struct scmp_arg_cmp comparison(const struct json *json)
{
	static const char *const names[] = { "SCMP_CMP_NE", "SCMP_CMP_LT", "SCMP_CMP_LE", "SCMP_CMP_EQ", "SCMP_CMP_GE",
		"SCMP_CMP_GT", "SCMP_CMP_MASKED_EQ" };
	struct scmp_arg_cmp c = { 0 };
	uint64_t index = 0, value = 0, second = 0;
	const char *op = read_string(&reader, json, "", "op");
	read_uint(&reader, json, "", "index", &index);
	read_uint(&reader, json, "", "value", &value);
	read_uint(&reader, json, "", "valueTwo", &second);
	for (int i = 0; i < 7; i++)
		if (strcmp(op, names[i]) == 0)
			c.op = (enum scmp_compare)(i + 1);
	c.arg = (unsigned)index;
	c.datum_a = value;
	c.datum_b = second;
	for (int d = -1; d <= 1; d++) {
		try_value(value + (uint64_t)d);
		try_value((value | UINT64_C(1) << 32) + (uint64_t)d);
	}
	for (int bit = 0; c.op == SCMP_CMP_MASKED_EQ && bit < 64; bit++)
		try_value(UINT64_C(1) << bit);
	return c;
}

/* Several conditions on one argument are as many rules; otherwise all of them hold together. */
static void add_call(scmp_filter_ctx context, const char *name, uint32_t action, const struct json *args)
{
	struct scmp_arg_cmp conditions[16];
	unsigned count = 0, seen = 0;
	bool repeated = false;
	int call = seccomp_syscall_resolve_name(name);
	for (const struct json *a = args ? args->child : NULL; a && count < 16; a = a->next) {
		conditions[count] = comparison(a);
		repeated = repeated || seen >> conditions[count].arg & 1;
		seen |= 1u << conditions[count++].arg;
	}
	if (call == __NR_SCMP_ERROR)
		return;
	if (!repeated)
		seccomp_rule_add_array(context, action, call, count, conditions);
	for (unsigned i = 0; repeated && i < count; i++)
		seccomp_rule_add_array(context, action, call, 1, &conditions[i]);
}

static uint32_t token(const char *name)
{
	static const struct {
		const char *name;
		uint32_t token;
	} all[] = { { "SCMP_ARCH_X86_64", SCMP_ARCH_X86_64 }, { "SCMP_ARCH_X86", SCMP_ARCH_X86 }, { "SCMP_ARCH_X32", SCMP_ARCH_X32 },
		{ "SCMP_ARCH_AARCH64", SCMP_ARCH_AARCH64 } };
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].name, name) == 0)
			return all[i].token;
	die(name);
}

static struct foreign by_libseccomp(const struct json *profile)
{
	uint32_t fallback = action_of(profile, "defaultAction", "defaultErrnoRet");
	scmp_filter_ctx context = seccomp_init(fallback);
	struct strings arches = read_strings(&reader, profile, "", "architectures");
	/* One must always be there, and this processor's own stays when it is asked for. */
	bool native = false;
	for (size_t i = 0; i < arches.count; i++) {
		native = native || token(arches.items[i]) == seccomp_arch_native();
		if (seccomp_arch_exist(context, token(arches.items[i])) != 0
			&& seccomp_arch_add(context, token(arches.items[i])) != 0)
			die(arches.items[i]);
	}
	if (!native)
		seccomp_arch_remove(context, seccomp_arch_native());
	const struct json *list = read_array(&reader, profile, "", "syscalls");
	for (const struct json *rule = list->child; rule; rule = rule->next) {
		struct strings names = read_strings(&reader, rule, "", "names");
		uint32_t action = action_of(rule, "action", "errnoRet");
		for (size_t i = 0; action != fallback && i < names.count; i++)
			add_call(context, names.items[i], action, read_array(&reader, rule, "", "args"));
	}
	int fd = memfd_create("bpf", 0);
	if (seccomp_export_bpf(context, fd) != 0)
		die("seccomp_export_bpf");
	off_t size = lseek(fd, 0, SEEK_END);
	struct foreign f = { arena_alloc(&arena, (size_t)size), (size_t)size / sizeof(struct sock_filter) };
	if (pread(fd, f.code, (size_t)size, 0) != size)
		die("read the filter");
	seccomp_release(context);
	return f;
}

/* Which of the two kinds of killing, is a matter of taste in what is no call at all. */
static uint32_t verdict(uint32_t raw) { return raw == SECCOMP_RET_KILL_THREAD ? SECCOMP_RET_KILL_PROCESS : raw; }

static void compare(const struct seccomp_filter *ours, const struct foreign *theirs, const struct seccomp_data *data,
	const char *arch)
{
	uint32_t a = verdict(bpf_run(ours->code, ours->length, data)), b = verdict(bpf_run(theirs->code, theirs->length, data));
	decisions++;
	if (a == b || differences++ > 20)
		return;
	char *name = seccomp_syscall_resolve_num_arch(data->arch == AUDIT_ARCH_X86_64 && data->nr & 0x40000000 ? SCMP_ARCH_X32
		: data->arch, data->nr);
	fprintf(stderr, "%s %s (%d) args %llx %llx %llx: ours %x, libseccomp %x\n", arch, name ? name : "?", data->nr,
		(unsigned long long)data->args[0], (unsigned long long)data->args[1], (unsigned long long)data->args[2], a, b);
	free(name);
}

static void compare_call(const struct seccomp_filter *ours, const struct foreign *theirs, int abi, int number)
{
	struct seccomp_data data = { .nr = (int)((uint32_t)number + abis[abi].offset), .arch = abis[abi].audit };
	compare(ours, theirs, &data, abis[abi].name);
	for (int argument = 0; argument < 6; argument++)
		for (size_t i = 0; i < value_count; i++) {
			for (int other = 0; other < 6; other++)
				data.args[other] = other == argument ? values[i] : 0;
			compare(ours, theirs, &data, abis[abi].name);
			for (int other = 0; other < 6; other++)
				data.args[other] = other == argument ? values[i] : ~UINT64_C(0);
			compare(ours, theirs, &data, abis[abi].name);
		}
}

/* Above the highest call of the profile ours says ENOSYS, as runc's own addition to the filter does; libseccomp alone
 * cannot. A call that libseccomp is too old to know cannot be compared. */
static bool comparable(const struct profile *profile, int abi, int number)
{
	uint32_t arch = abis[abi].offset ? SCMP_ARCH_X32 : abis[abi].audit;
	char *name = seccomp_syscall_resolve_num_arch(arch, (int)((uint32_t)number + abis[abi].offset));
	bool known = name != NULL;
	free(name);
	return number <= profile->highest[abi] && (known || number < 440);
}

int main(int argc, char **argv)
{
	struct error e = { 0 };
	size_t length;
	reader = (struct reader){ &arena, &e };
	char *text = argc == 2 ? read_file(&arena, AT_FDCWD, argv[1], JSON_MAX_SIZE, &length, &e) : NULL;
	struct json *json = text ? json_parse(&arena, text, length, &e) : NULL;
	if (!json)
		die("usage: seccomp_peer PROFILE.json");
	struct seccomp_filter *ours = seccomp_compile(&arena, json, &e);
	static struct profile profile;
	if (!ours || seccomp_parse(&profile, &arena, json, &e) != 0)
		die("compile");
	struct foreign theirs = by_libseccomp(json);
	try_value(0);
	try_value(~UINT64_C(0));
	for (int abi = 0; abi < ABIS; abi++)
		for (int number = 0; abis[abi].name && profile.abis[abi] && number <= MAX_SYSCALL; number++)
			if (comparable(&profile, abi, number))
				compare_call(ours, &theirs, abi, number);
	struct seccomp_data elsewhere = { .nr = 1, .arch = AUDIT_ARCH_S390X };
	compare(ours, &theirs, &elsewhere, "s390x");
	printf("%s: %lu decisions, %lu differ (%zu instructions, libseccomp %zu)\n", argv[1], decisions, differences,
		(size_t)ours->length, theirs.length);
	return differences != 0;
}
