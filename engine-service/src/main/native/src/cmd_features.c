#include "caps.h"
#include "cmd.h"
#include "io.h"
#include "mount_names.h"
#include "spec.h"
#include "text.h"

static void add_list(struct text *to, const char *key, const char *(*name)(int))
{
	text_print(to, "\"%s\":[", key);
	for (int i = 0; name(i); i++) {
		text_print(to, i ? "," : "");
		text_quote(to, name(i));
	}
	text_print(to, "]");
}

static const char *hook(int i)
{
	static const char *const names[] = { "prestart", "createRuntime", "createContainer", "startContainer", "poststart",
		"poststop", 0 };
	return names[i];
}

static const char *action(int i)
{
	static const char *const names[] = { "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS",
		"SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP", 0 };
	return names[i];
}

static const char *operator(int i)
{
	static const char *const names[] = { "SCMP_CMP_EQ", "SCMP_CMP_GE", "SCMP_CMP_GT", "SCMP_CMP_LE", "SCMP_CMP_LT",
		"SCMP_CMP_MASKED_EQ", "SCMP_CMP_NE", 0 };
	return names[i];
}

static const char *arch(int i)
{
#if defined(__x86_64__)
	static const char *const names[] = { "SCMP_ARCH_X32", "SCMP_ARCH_X86", "SCMP_ARCH_X86_64", 0 };
#else
	static const char *const names[] = { "SCMP_ARCH_AARCH64", 0 };
#endif
	return names[i];
}

static const char *flag(int i)
{
	static const char *const names[] = { "SECCOMP_FILTER_FLAG_TSYNC", "SECCOMP_FILTER_FLAG_LOG",
		"SECCOMP_FILTER_FLAG_SPEC_ALLOW", 0 };
	return names[i];
}

static const char *kind(int i) { return i < NS_KINDS ? namespace_name(i) : 0; }

int cmd_features(int argc, char **argv, struct error *e)
{
	struct text to = { .arena = &cmd_arena };
	(void)argc;
	(void)argv;
	text_print(&to, "{\"ociVersionMin\":\"1.0.0\",\"ociVersionMax\":\"1.2.0\",");
	add_list(&to, "hooks", hook);
	text_print(&to, ",");
	add_list(&to, "mountOptions", mount_option_name);
	text_print(&to, ",\"linux\":{");
	add_list(&to, "namespaces", kind);
	text_print(&to, ",");
	add_list(&to, "capabilities", cap_name);
	text_print(&to, ",\"cgroup\":{\"v1\":true,\"v2\":true,\"systemd\":false,\"systemdUser\":false,\"rdma\":false},"
		"\"seccomp\":{\"enabled\":true,");
	add_list(&to, "actions", action);
	text_print(&to, ",");
	add_list(&to, "operators", operator);
	text_print(&to, ",");
	add_list(&to, "archs", arch);
	text_print(&to, ",");
	add_list(&to, "knownFlags", flag);
	text_print(&to, ",");
	add_list(&to, "supportedFlags", flag);
	text_print(&to, "},\"apparmor\":{\"enabled\":false},\"selinux\":{\"enabled\":false},\"intelRdt\":{\"enabled\":false},"
		"\"mountExtensions\":{\"idmap\":{\"enabled\":false}}}}\n");
	return write_all(1, to.data, to.length) < 0 ? error_errno(e, "write") : 0;
}
