#include "caps.h"
#include "cmd.h"
#include "io.h"
#include "mount_names.h"
#include "seccomp.h"
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
		"SCMP_ACT_KILL_THREAD", "SCMP_ACT_LOG", "SCMP_ACT_NOTIFY", "SCMP_ACT_TRACE", "SCMP_ACT_TRAP", 0 };
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
	unsigned ignored;
	return seccomp_flag_name(i, &ignored);
}

static const char *supported_flag(int i)
{
	unsigned found;
	const char *name = NULL;
	for (int at = 0; i >= 0 && (name = seccomp_flag_name(at, &found)); at++)
		i -= seccomp_flag_supported(found);
	return i < 0 ? name : NULL;
}

static const char *kind(int i) { return i < NS_KINDS ? namespace_name(i) : 0; }

int cmd_features(int argc, char **argv, struct error *e)
{
	struct text to = { .arena = &cmd_arena };
	(void)argc;
	(void)argv;
	text_print(&to, "{\"ociVersionMin\":\"1.0.0\",\"ociVersionMax\":\"" OCI_VERSION "\",");
	add_list(&to, "hooks", hook);
	text_print(&to, ",");
	add_list(&to, "mountOptions", mount_option_name);
	text_print(&to, ",\"linux\":{");
	add_list(&to, "namespaces", kind);
	text_print(&to, ",");
	add_list(&to, "capabilities", cap_name);
	text_print(&to, ",\"cgroup\":{\"v1\":true,\"v2\":true,\"systemd\":true,\"systemdUser\":true,\"rdma\":true},"
		"\"seccomp\":{\"enabled\":true,");
	add_list(&to, "actions", action);
	text_print(&to, ",");
	add_list(&to, "operators", operator);
	text_print(&to, ",");
	add_list(&to, "archs", arch);
	text_print(&to, ",");
	add_list(&to, "knownFlags", flag);
	text_print(&to, ",");
	add_list(&to, "supportedFlags", supported_flag);
	text_print(&to, "},\"apparmor\":{\"enabled\":true},\"selinux\":{\"enabled\":true},"
		"\"intelRdt\":{\"enabled\":true,\"schemata\":true,\"monitoring\":true},\"memoryPolicy\":{");
	add_list(&to, "modes", memory_policy_mode);
	text_print(&to, ",");
	add_list(&to, "flags", memory_policy_flag);
	text_print(&to, "},\"mountExtensions\":{\"idmap\":{\"enabled\":true}},\"netDevices\":{\"enabled\":true}},"
		"\"annotations\":{\"io.davit.runtime.version\":\"" VERSION "\"}}\n");
	return write_all(1, to.data, to.length) < 0 ? error_errno(e, "write") : 0;
}
