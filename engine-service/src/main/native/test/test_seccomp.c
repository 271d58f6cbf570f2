/* Compiled filters are run by an interpreter and compared with what the rules say, read naively. */
#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stdlib.h>

#include "bpf_run.h"
#include "seccomp_internal.h"
#include "unit.h"

static struct seccomp_filter *compile(const char *text, struct error *e)
{
	*e = (struct error){ 0 };
	struct json *json = json_parse(&arena, text, strlen(text), e);
	return json ? seccomp_compile(&arena, json, e) : NULL;
}

#if defined(__x86_64__)
enum { NATIVE = AUDIT_ARCH_X86_64 };
#else
enum { NATIVE = AUDIT_ARCH_AARCH64 };
#endif

static uint32_t judge(const struct seccomp_filter *f, uint32_t arch, int number, uint64_t a0, uint64_t a1)
{
	struct seccomp_data data = { .nr = number, .arch = arch, .args = { a0, a1 } };
	return bpf_run(f->code, f->length, &data);
}

static uint32_t call(const struct seccomp_filter *f, const char *name, uint64_t a0, uint64_t a1)
{
	return judge(f, NATIVE, syscall_number(ABI_NATIVE, name), a0, a1);
}

static void allows_and_denies(void)
{
	struct error e;
	struct seccomp_filter *f = compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"defaultErrnoRet\":38,\"syscalls\":["
		"{\"names\":[\"read\",\"write\",\"nosuchcall\"],\"action\":\"SCMP_ACT_ALLOW\"},"
		"{\"names\":[\"mount\"],\"action\":\"SCMP_ACT_KILL_PROCESS\"},{\"names\":[\"ptrace\"],\"action\":\"SCMP_ACT_TRAP\"},"
		"{\"names\":[\"clone3\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1}]}", &e);
	CHECK_TEXT(e.text, "");
	if (!f)
		return;
	CHECK(call(f, "read", 0, 0) == SECCOMP_RET_ALLOW && call(f, "write", 1, 2) == SECCOMP_RET_ALLOW);
	CHECK(call(f, "mount", 0, 0) == SECCOMP_RET_KILL_PROCESS && call(f, "ptrace", 0, 0) == SECCOMP_RET_TRAP);
	CHECK(call(f, "clone3", 0, 0) == (SECCOMP_RET_ERRNO | 1));
	CHECK(call(f, "chdir", 0, 0) == (SECCOMP_RET_ERRNO | 38));
	CHECK(judge(f, NATIVE, 1000, 0, 0) == (SECCOMP_RET_ERRNO | ENOSYS)); /* unknown to the author */
	CHECK(judge(f, 0x12345, 0, 0, 0) == SECCOMP_RET_KILL_PROCESS);
}

static uint32_t one_condition(const char *op, const char *values, uint64_t argument)
{
	struct error e;
	char text[512];
	snprintf(text, sizeof(text), "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[{\"names\":[\"personality\"],"
		"\"action\":\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":0,\"op\":\"%s\",%s}]}]}", op, values);
	struct seccomp_filter *f = compile(text, &e);
	return f ? call(f, "personality", argument, 0) : 0;
}

static void compares_64_bits(void)
{
	static const uint64_t values[] = { 0, 1, 8, 0xffffffff, 0x100000000, 0x100000001, 0x1ffffffff, 0x7fffffffffffffff,
		0xffffffffffffffff, 0xffffffff00000000 };
	enum { COUNT = sizeof(values) / sizeof(values[0]) };
	for (int i = 0; i < COUNT; i++)
		for (int j = 0; j < COUNT; j++) {
			char text[80];
			uint64_t v = values[i], a = values[j];
			snprintf(text, sizeof(text), "\"value\":%llu", (unsigned long long)v);
			CHECK((one_condition("SCMP_CMP_EQ", text, a) == SECCOMP_RET_ALLOW) == (a == v));
			CHECK((one_condition("SCMP_CMP_NE", text, a) == SECCOMP_RET_ALLOW) == (a != v));
			CHECK((one_condition("SCMP_CMP_LT", text, a) == SECCOMP_RET_ALLOW) == (a < v));
			CHECK((one_condition("SCMP_CMP_LE", text, a) == SECCOMP_RET_ALLOW) == (a <= v));
			CHECK((one_condition("SCMP_CMP_GT", text, a) == SECCOMP_RET_ALLOW) == (a > v));
			CHECK((one_condition("SCMP_CMP_GE", text, a) == SECCOMP_RET_ALLOW) == (a >= v));
			snprintf(text, sizeof(text), "\"value\":%llu,\"valueTwo\":%llu", (unsigned long long)v, (unsigned long long)(v & 9));
			CHECK((one_condition("SCMP_CMP_MASKED_EQ", text, a) == SECCOMP_RET_ALLOW) == ((a & v) == (v & 9)));
		}
}

static void joins_conditions(void)
{
	struct error e;
	struct seccomp_filter *f = compile("{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":["
		"{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":0,\"value\":1,\"op\":\"SCMP_CMP_EQ\"},"
		"{\"index\":1,\"value\":2,\"op\":\"SCMP_CMP_EQ\"}]},"
		"{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_TRAP\",\"args\":[{\"index\":0,\"value\":5,\"op\":\"SCMP_CMP_EQ\"},"
		"{\"index\":0,\"value\":6,\"op\":\"SCMP_CMP_EQ\"}]},"
		"{\"names\":[\"socket\"],\"action\":\"SCMP_ACT_LOG\"}]}", &e);
	CHECK(f != NULL);
	if (!f)
		return;
	CHECK(call(f, "socket", 1, 2) == SECCOMP_RET_ALLOW);
	CHECK(call(f, "socket", 1, 3) == SECCOMP_RET_LOG);
	CHECK(call(f, "socket", 5, 0) == SECCOMP_RET_TRAP && call(f, "socket", 6, 0) == SECCOMP_RET_TRAP);
	CHECK(call(f, "socket", 7, 0) == SECCOMP_RET_LOG);
}

/* Alternating verdicts on every call make the largest tree, with far jumps. */
static void survives_large_profiles(void)
{
	struct error e;
	char *text = arena_alloc(&arena, 1 << 20), *to = text;
	to += sprintf(to, "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_X86_64\",\"SCMP_ARCH_X86\","
		"\"SCMP_ARCH_X32\"],\"syscalls\":[");
	static const char *const calls[] = { "read", "close", "mmap", "socket", "ptrace", "clone", "openat", "clone3", "mount",
		"personality", "ioctl", "unshare", "bpf", "getpid", "setns", "accept" };
	enum { COUNT = sizeof(calls) / sizeof(calls[0]) };
	for (int i = 0; i < COUNT; i++)
		for (int value = 0; value < 7; value++)
			to += sprintf(to, "%s{\"names\":[\"%s\"],\"action\":\"SCMP_ACT_ALLOW\",\"args\":[{\"index\":0,\"value\":%d,"
				"\"op\":\"SCMP_CMP_EQ\"},{\"index\":1,\"value\":%d,\"op\":\"SCMP_CMP_GT\"}]}", i + value ? "," : "", calls[i],
				value * 3, i);
	sprintf(to, "]}");
	struct seccomp_filter *f = compile(text, &e);
	CHECK_TEXT(e.text, "");
	for (int i = 0; f && i < COUNT; i++)
		for (uint64_t value = 0; value < 32; value++) {
			bool wanted = value % 3 == 0 && value < 21;
			CHECK((call(f, calls[i], value, (uint64_t)i + 1) == SECCOMP_RET_ALLOW) == wanted);
			CHECK(call(f, calls[i], value, (uint64_t)i) != SECCOMP_RET_ALLOW);
#if defined(__x86_64__)
			int compat = syscall_number(ABI_COMPAT, calls[i]), x32 = syscall_number(ABI_X32, calls[i]);
			if (compat >= 0)
				CHECK((judge(f, AUDIT_ARCH_I386, compat, value, (uint64_t)i + 1) == SECCOMP_RET_ALLOW) == wanted);
			if (x32 >= 0)
				CHECK((judge(f, AUDIT_ARCH_X86_64, x32 | 0x40000000, value, (uint64_t)i + 1) == SECCOMP_RET_ALLOW) == wanted);
#endif
		}
}

#if defined(__x86_64__)
static void kills_other_numberings(void)
{
	struct error e;
	struct seccomp_filter *f = compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mount\"],"
		"\"action\":\"SCMP_ACT_ERRNO\"}]}", &e);
	CHECK(f != NULL);
	if (!f)
		return;
	CHECK(judge(f, AUDIT_ARCH_I386, 21, 0, 0) == SECCOMP_RET_KILL_PROCESS);
	CHECK(judge(f, AUDIT_ARCH_X86_64, 0x40000000 | 165, 0, 0) == SECCOMP_RET_KILL_PROCESS);
	CHECK(judge(f, AUDIT_ARCH_X86_64, 165, 0, 0) == (SECCOMP_RET_ERRNO | EPERM));
	CHECK(judge(f, AUDIT_ARCH_X86_64, 900, 0, 0) == SECCOMP_RET_ALLOW);
}
#endif

static void refuses_what_it_cannot(void)
{
	struct error e;
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_NOTIFY\"}", &e) && strstr(e.text, "SCMP_ACT_NOTIFY"));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_NOTIFY\",\"listenerPath\":\"/x\"}", &e) && strstr(e.text, "default action"));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_NOTIFY\"}]}", &e) && strstr(e.text, "listenerPath"));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"flags\":[\"X\"]}", &e) && strstr(e.text, "flag X"));
	CHECK(!compile("{}", &e));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\","
		"\"args\":[{\"index\":6,\"op\":\"SCMP_CMP_EQ\"}]}]}", &e));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\","
		"\"args\":[{\"index\":64,\"op\":\"SCMP_CMP_EQ\"}]}]}", &e));
	CHECK(!compile("{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_KILL\","
		"\"args\":[{\"index\":0,\"op\":\"SCMP_CMP_XX\"}]}]}", &e));
}

void test_seccomp(void)
{
	allows_and_denies();
	compares_64_bits();
	joins_conditions();
	survives_large_profiles();
	refuses_what_it_cannot();
#if defined(__x86_64__)
	kills_other_numberings();
#endif
}
