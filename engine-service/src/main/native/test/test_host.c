/* The parts of the configuration that say how a process runs and what it needs of the host. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "rdt.h"
#include "spec.h"
#include "unit.h"

static struct spec *parse(const char *process, const char *linux_, struct error *e)
{
	char text[4096];
	snprintf(text, sizeof(text), "{\"ociVersion\":\"1.3.0\",\"process\":{\"args\":[\"sh\"],\"cwd\":\"/\"%s},\"root\":{\"path\":\"r\"},"
		"\"linux\":{\"namespaces\":[{\"type\":\"mount\"}%s}}", process, linux_);
	*e = (struct error){ 0 };
	return spec_parse(&arena, text, strlen(text), "/bundle", e);
}

static void refuses(const char *process, const char *linux_, const char *named)
{
	struct error e;
	CHECK(!parse(process, linux_, &e));
	if (!strstr(e.text, named))
		fprintf(stderr, "\"%s\" does not say \"%s\"\n", e.text, named);
	CHECK(strstr(e.text, named) != NULL);
}

static void reads_sets(void)
{
	struct spec_set set;
	CHECK(set_parse(&arena, "0-3,7", &set) && set.bits == 8 && set.words[0] == 0x8f);
	CHECK(set_parse(&arena, "8191", &set) && set.bits == 8192);
	CHECK(set_parse(&arena, "64", &set) && set.words[0] == 0 && set.words[1] == 1);
	static const char *const bad[] = { "", ",", "1,", "1-", "-1", "3-1", "a", "1 2", "8192", "99999999999999999999", "0-8192", "1-2-3" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(!set_parse(&arena, bad[i], &set));
}

static void reads_scheduling(void)
{
	struct error e;
	struct spec *s = parse(",\"scheduler\":{\"policy\":\"SCHED_FIFO\",\"priority\":5,\"flags\":[\"SCHED_FLAG_RESET_ON_FORK\"]},"
		"\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\",\"priority\":6},\"execCPUAffinity\":{\"initial\":\"0\",\"final\":\"0-1\"}", "]", &e);
	CHECK_TEXT(e.text, "");
	if (s) {
		CHECK(s->process.scheduler.policy == 1 && s->process.scheduler.priority == 5 && s->process.scheduler.flags == 1);
		CHECK(s->process.io_priority == (2 << 13 | 6) && s->process.affinity_last.bits == 2);
	}
	s = parse("", "]", &e);
	CHECK(s && !s->process.scheduler.given && s->process.io_priority == -1 && !s->process.affinity_first.text);
	refuses(",\"scheduler\":{}", "]", "process.scheduler.policy: (none)");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_ISO\"}", "]", "SCHED_ISO is not a policy");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"nice\":20}", "]", "process.scheduler.nice");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"nice\":4294967296}", "]", "process.scheduler.nice");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"priority\":1}", "]", "process.scheduler.priority");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_RR\"}", "]", "between 1 and 99");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_RR\",\"priority\":1,\"runtime\":5}", "]", "SCHED_DEADLINE only");
	refuses(",\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"flags\":[\"X\"]}", "]", "process.scheduler.flags: X");
	refuses(",\"ioPriority\":{\"class\":\"IOPRIO_CLASS_NONE\",\"priority\":0}", "]", "process.ioPriority.class");
	refuses(",\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\",\"priority\":8}", "]", "process.ioPriority.priority");
	refuses(",\"execCPUAffinity\":{\"final\":\"x\"}", "]", "process.execCPUAffinity.final");
}

static void reads_what_the_host_gives(void)
{
	struct error e;
	struct spec *s = parse("", ",{\"type\":\"network\"}],\"personality\":{\"domain\":\"LINUX32\"},\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"0,2\","
		"\"flags\":[\"MPOL_F_STATIC_NODES\"]},\"netDevices\":{\"eth0\":{\"name\":\"in%d\"},\"eth1\":{}},"
		"\"intelRdt\":{\"closID\":\"x\",\"schemata\":[\"L3:0=f\"]}", &e);
	CHECK_TEXT(e.text, "");
	if (s) {
		CHECK(s->personality_given && s->personality == 8);
		CHECK(s->memory_policy.mode == (2 | 1 << 15) && s->memory_policy.nodes.words[0] == 5);
		CHECK(s->net_device_count == 2);
		CHECK_TEXT(s->net_devices[0].new_name, "in%d");
		CHECK_TEXT(s->net_devices[1].new_name, "eth1");
		CHECK(s->rdt.given && !s->rdt.l3 && s->rdt.schemata.count == 1);
	}
	refuses("", "],\"personality\":{\"domain\":\"BSD\"}", "linux.personality.domain");
	refuses("", "],\"personality\":{\"domain\":\"LINUX\",\"flags\":[\"X\"]}", "linux.personality.flags: X");
	refuses("", "],\"memoryPolicy\":{\"mode\":\"MPOL_BIND\"}", "linux.memoryPolicy.nodes: MPOL_BIND: mode requires some nodes but got 0");
	refuses("", "],\"memoryPolicy\":{\"mode\":\"MPOL_LOCAL\",\"nodes\":\"0\"}", "MPOL_LOCAL: mode requires 0 nodes but got 1");
	refuses("", "],\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"all\"}", "\"all\" is not a list");
	refuses("", "],\"memoryPolicy\":{\"mode\":\"X\"}", "linux.memoryPolicy.mode: invalid memory policy mode: X");
	refuses("", "],\"memoryPolicy\":{\"mode\":\"MPOL_DEFAULT\",\"flags\":[\"X\"]}", "linux.memoryPolicy.flags: invalid memory policy flag: X");
	refuses("", "],\"netDevices\":{\"eth0\":{}}", "no network namespace");
	refuses("", ",{\"type\":\"network\"}],\"netDevices\":{\"a/b\":{}}", "\"a/b\" is not the name");
	refuses("", ",{\"type\":\"network\"}],\"netDevices\":{\"eth0\":{\"name\":\"much-too-long-a-name\"}}", "much-too-long");
	refuses("", "],\"intelRdt\":{\"closID\":\"../x\"}", "linux.intelRdt.closID");
	refuses("", "],\"intelRdt\":{\"memBwSchema\":\"L3:0=f\"}", "linux.intelRdt.memBwSchema");
	refuses("", "],\"intelRdt\":{\"schemata\":[\"L3:0=f\\nMB:0=1\"]}", "linux.intelRdt.schemata");
}

/* A folder in the place of the file system: what is read and written can be seen. */
static void joins_rdt_groups(void)
{
	char path[] = "/tmp/davit-rdt-XXXXXX", text[256];
	struct error e = { 0 };
	struct spec_rdt rdt = { .given = true, .group = "g" };
	CHECK(mkdtemp(path) != NULL);
	int root = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	CHECK(rdt_join(root, &rdt, "id", 5, &e) != 0 && strstr(e.text, "linux.intelRdt.closID: the group g"));
	mkdirat(root, "g", 0755);
	mkdirat(root, "g/mon_groups", 0755);
	close(openat(root, "g/tasks", O_CREAT | O_WRONLY, 0644));
	int schemata = openat(root, "g/schemata", O_CREAT | O_WRONLY, 0644);
	CHECK(write(schemata, "    L3:0=f;1=1f\n    MB:0=20\n", 28) == 28);
	close(schemata);
	e = (struct error){ 0 };
	rdt.l3 = "L3:0=f;1=1f";
	CHECK(rdt_join(root, &rdt, "id", 5, &e) == 0);
	CHECK(read_small(root, "g/tasks", text, sizeof(text)) > 0);
	CHECK_TEXT(text, "5");
	rdt.bandwidth = "MB:0=70";
	CHECK(rdt_join(root, &rdt, "id", 5, &e) != 0 && strstr(e.text, "are not \"MB:0=70\""));
	rdt_remove(root, &rdt, "id"); /* not ours to remove */
	CHECK(faccessat(root, "g", F_OK, 0) == 0);
	rdt = (struct spec_rdt){ .given = true };
	mkdirat(root, "id", 0755);
	e = (struct error){ 0 };
	CHECK(rdt_join(root, &rdt, "id", 5, &e) != 0); /* somebody else's */
	rdt_remove(root, &rdt, "id");
	CHECK(faccessat(root, "id", F_OK, 0) != 0);
	unlinkat(root, "g/tasks", 0);
	unlinkat(root, "g/schemata", 0);
	unlinkat(root, "g/mon_groups", AT_REMOVEDIR);
	unlinkat(root, "g", AT_REMOVEDIR);
	close(root);
	CHECK(rmdir(path) == 0);
}

void test_host(void)
{
	reads_sets();
	reads_scheduling();
	reads_what_the_host_gives();
	joins_rdt_groups();
}
