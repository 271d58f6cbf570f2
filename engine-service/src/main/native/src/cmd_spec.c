#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "io.h"
#include "sys.h"
#include "text.h"

/* A configuration to start from, with the confinement a container should have at least. The first
 * character of a line: '-' not for an ordinary user, '+' only for one, '2' where v2 of cgroups is all there
 * is, as runc has it. */
static const char example[] =
" {\n"
"   \"ociVersion\": \"1.3.0\",\n"
"   \"hostname\": \"davit\",\n"
"   \"process\": {\n"
"     \"terminal\": true,\n"
"     \"user\": { \"uid\": 0, \"gid\": 0 },\n"
"     \"args\": [\"sh\"],\n"
"     \"env\": [\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\", \"TERM=xterm\"],\n"
"     \"cwd\": \"/\",\n"
"     \"noNewPrivileges\": true,\n"
"     \"capabilities\": {\n"
"       \"bounding\": [\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"],\n"
"       \"effective\": [\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"],\n"
"       \"permitted\": [\"CAP_AUDIT_WRITE\", \"CAP_KILL\", \"CAP_NET_BIND_SERVICE\"]\n"
"     }\n"
"   },\n"
"   \"root\": { \"path\": \"rootfs\", \"readonly\": true },\n"
"   \"mounts\": [\n"
"     { \"destination\": \"/proc\", \"type\": \"proc\", \"source\": \"proc\" },\n"
"     { \"destination\": \"/dev\", \"type\": \"tmpfs\", \"source\": \"tmpfs\", \"options\": [\"nosuid\", \"strictatime\", \"mode=755\", \"size=65536k\"] },\n"
"-    { \"destination\": \"/dev/pts\", \"type\": \"devpts\", \"source\": \"devpts\", \"options\": [\"nosuid\", \"noexec\", \"newinstance\", \"ptmxmode=0666\", \"mode=0620\", \"gid=5\"] },\n"
"+    { \"destination\": \"/dev/pts\", \"type\": \"devpts\", \"source\": \"devpts\", \"options\": [\"nosuid\", \"noexec\", \"newinstance\", \"ptmxmode=0666\", \"mode=0620\"] },\n"
"     { \"destination\": \"/dev/shm\", \"type\": \"tmpfs\", \"source\": \"shm\", \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"mode=1777\", \"size=65536k\"] },\n"
"     { \"destination\": \"/dev/mqueue\", \"type\": \"mqueue\", \"source\": \"mqueue\", \"options\": [\"nosuid\", \"noexec\", \"nodev\"] },\n"
"-    { \"destination\": \"/sys\", \"type\": \"sysfs\", \"source\": \"sysfs\", \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"ro\"] },\n"
"+    { \"destination\": \"/sys\", \"type\": \"none\", \"source\": \"/sys\", \"options\": [\"rbind\", \"nosuid\", \"noexec\", \"nodev\", \"ro\"] },\n"
"     { \"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup\", \"source\": \"cgroup\", \"options\": [\"nosuid\", \"noexec\", \"nodev\", \"relatime\", \"ro\"] }\n"
"   ],\n"
"   \"linux\": {\n"
"-    \"resources\": { \"devices\": [{ \"allow\": false, \"access\": \"rwm\" }] },\n"
"+    \"uidMappings\": [{ \"containerID\": 0, \"hostID\": @UID@, \"size\": 1 }],\n"
"+    \"gidMappings\": [{ \"containerID\": 0, \"hostID\": @GID@, \"size\": 1 }],\n"
"-    \"namespaces\": [{ \"type\": \"pid\" }, { \"type\": \"network\" }, { \"type\": \"ipc\" }, { \"type\": \"uts\" }, { \"type\": \"mount\" }\n"
"+    \"namespaces\": [{ \"type\": \"pid\" }, { \"type\": \"ipc\" }, { \"type\": \"uts\" }, { \"type\": \"mount\" }, { \"type\": \"user\" }\n"
"2      , { \"type\": \"cgroup\" }\n"
"     ],\n"
"     \"maskedPaths\": [\"/proc/acpi\", \"/proc/asound\", \"/proc/kcore\", \"/proc/keys\", \"/proc/latency_stats\", \"/proc/timer_list\", \"/proc/timer_stats\", \"/proc/sched_debug\", \"/sys/firmware\", \"/proc/scsi\"],\n"
"     \"readonlyPaths\": [\"/proc/bus\", \"/proc/fs\", \"/proc/irq\", \"/proc/sys\", \"/proc/sysrq-trigger\"]\n"
"   }\n"
" }\n";

static void add_line(struct text *to, const char *line, size_t length)
{
	const char *uid = memmem(line, length, "@UID@", 5), *gid = memmem(line, length, "@GID@", 5);
	const char *mark = uid ? uid : gid;
	size_t before = mark ? (size_t)(mark - line) : length;
	text_add(to, line, before);
	if (mark) {
		text_print(to, "%u", uid ? geteuid() : getegid());
		text_add(to, mark + 5, length - before - 5);
	}
}

static struct text compose(bool rootless)
{
	struct text text = { .arena = &cmd_arena };
	bool v2 = access("/sys/fs/cgroup/cgroup.controllers", F_OK) == 0;
	for (const char *line = example; *line;) {
		size_t length = strcspn(line, "\n") + 1;
		if (*line == ' ' || *line == (rootless ? '+' : '-') || (v2 && *line == '2'))
			add_line(&text, line + 1, length - 1);
		line += length;
	}
	return text;
}

static const struct option options[] = { { "bundle", 1, 0, 'b' }, { "rootless", 0, 0, 'r' }, { 0, 0, 0, 0 } };

int cmd_spec(int argc, char **argv, struct error *e)
{
	bool rootless = false;
	for (int option; (option = getopt_long(argc, argv, "+b:", options, NULL)) != -1;) {
		if (option == 'r')
			rootless = true;
		else if (option != 'b')
			return cmd_bad_option("spec", argv, e);
		else if (chdir(optarg) != 0)
			return error_errno(e, "%s", optarg);
	}
	AUTO_CLOSE int fd = open("config.json", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_errno(e, "create config.json");
	struct text text = compose(rootless);
	return write_all(fd, text.data, text.length) < 0 ? error_errno(e, "write config.json") : 0;
}
