#include <stdlib.h>
#include <sys/mman.h>

#include "spec.h"
#include "sys.h"
#include "unit.h"

static const char *const good = "{\"ociVersion\":\"1.0.2\",\"process\":{\"args\":[\"sh\"],\"cwd\":\"/\",\"user\":{\"uid\":5,\"gid\":6,"
	"\"additionalGids\":[7,8],\"umask\":63}@PROCESS@},\"root\":{\"path\":\"rootfs\",\"readonly\":true},@TOP@"
	"\"mounts\":[{\"destination\":\"/proc\",\"type\":\"proc\",\"source\":\"proc\"}@MOUNTS@],"
	"\"linux\":{\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"pid\"}@NS@]@LINUX@}}";

static struct spec *parse_with(const char *mark, const char *insert, struct error *e)
{
	char *text = arena_alloc(&arena, strlen(good) + 4096), *to = text;
	for (const char *at = good; *at;) {
		if (*at != '@') {
			*to++ = *at++;
			continue;
		}
		size_t length = strcspn(at + 1, "@");
		if (mark && strlen(mark) == length && strncmp(at + 1, mark, length) == 0)
			to = stpcpy(to, insert);
		at += length + 2;
	}
	*e = (struct error){ 0 };
	return spec_parse(&arena, text, strlen(text), "/bundle", e);
}

static void refuses(const char *mark, const char *insert, const char *named)
{
	struct error e;
	CHECK(!parse_with(mark, insert, &e));
	CHECK(strstr(e.text, named) != NULL);
	if (!strstr(e.text, named))
		fprintf(stderr, "%s: \"%s\" does not name %s\n", insert, e.text, named);
}

static void reads_a_good_one(void)
{
	struct error e;
	struct spec *s = parse_with(NULL, NULL, &e);
	CHECK_TEXT(e.text, "");
	CHECK(s != NULL);
	if (!s)
		return;
	CHECK_TEXT(s->rootfs, "/bundle/rootfs");
	CHECK(s->rootfs_readonly && s->process.uid == 5 && s->process.gid == 6 && s->process.umask == 077);
	CHECK(s->process.group_count == 2 && s->process.groups[1] == 8);
	CHECK(s->namespaces[NS_PID].wanted && !s->namespaces[NS_NETWORK].wanted);
	CHECK(s->mount_count == 1);
}

static void refuses_before_any_effect(void)
{
	refuses("LINUX", ",\"uidMappings\":[{\"containerID\":0}]", "linux.uidMappings: hostID");
	refuses("LINUX", ",\"uidMappings\":[{\"containerID\":0,\"hostID\":1,\"size\":2}]", "there is no user namespace");
	refuses("LINUX", ",\"rootfsPropagation\":\"odd\"", "linux.rootfsPropagation");
	refuses("LINUX", ",\"sysctl\":{\"kernel.panic\":\"1\"}", "kernel.panic");
	refuses("LINUX", ",\"sysctl\":{\"net.ipv4.ip_forward\":\"1\"}", "net.ipv4.ip_forward"); /* the host's network */
	refuses("LINUX", ",\"sysctl\":{\"net/../kernel/panic\":\"1\"}", "linux.sysctl");
	refuses("LINUX", ",\"devices\":[{\"path\":\"/dev/x\",\"type\":\"z\"}]", "linux.devices");
	refuses("LINUX", ",\"resources\":{\"rdma\":{\"a\":1}}", "rdma");
	refuses("LINUX", ",\"resources\":{\"hugepageLimits\":[{\"limit\":1}]}", "hugepageLimits.pageSize: (none)");
	refuses("LINUX", ",\"resources\":{\"hugepageLimits\":[{\"pageSize\":\"2M\",\"limit\":1}]}", "hugepageLimits.pageSize: 2M");
	refuses("LINUX", ",\"resources\":{\"hugepageLimits\":[{\"pageSize\":\"../MB\",\"limit\":1}]}", "hugepageLimits.pageSize");
	refuses("LINUX", ",\"resources\":{\"hugepageLimits\":[{\"pageSize\":\"2MB\",\"limit\":-1}]}", "hugepageLimits.limit");
	refuses("LINUX", ",\"resources\":{\"rdma\":{\"a b\":{}}}", "rdma: \"a b\"");
	refuses("LINUX", ",\"resources\":{\"network\":{\"classID\":4294967296}}", "network.classID");
	refuses("LINUX", ",\"resources\":{\"network\":{\"priorities\":[{\"priority\":1}]}}", "network.priorities.name");
	refuses("LINUX", ",\"resources\":{\"blockIO\":{\"weightDevice\":[{\"major\":1,\"minor\":1,\"weight\":1001}]}}", "weightDevice.weight");
	refuses("LINUX", ",\"resources\":{\"unified\":{\"../x.y\":\"1\"}}", "unified");
	refuses("LINUX", ",\"resources\":{\"memory\":{\"limit\":\"1\"}}", "memory.limit");
	refuses("NS", ",{\"type\":\"user\"}", "linux.uidMappings");
	refuses("NS", ",{\"type\":\"magic\"}", "magic");
	refuses("NS", ",{\"type\":\"pid\"}", "twice");
	refuses("NS", ",{\"type\":\"network\",\"path\":\"relative\"}", "absolute");
	refuses("TOP", "\"hostname\":\"x\",", "hostname"); /* without a UTS namespace */
	refuses("TOP", "\"vm\":{\"a\":1},", "vm");
	refuses("TOP", "\"hooks\":{\"prestart\":[{\"path\":\"x\"}]},", "hooks.prestart");
	refuses("PROCESS", ",\"apparmorProfile\":1", "apparmorProfile");
	refuses("PROCESS", ",\"rlimits\":[{\"type\":\"RLIMIT_X\",\"soft\":1,\"hard\":1}]", "RLIMIT_X");
	refuses("PROCESS", ",\"oomScoreAdj\":1001", "oomScoreAdj");
	refuses("MOUNTS", ",{\"destination\":\"/x\"}", "/x");
	refuses("MOUNTS", ",{\"destination\":\"/x\",\"type\":\"bind\"}", "/x");
	refuses("MOUNTS", ",{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"/\",\"options\":[\"idmap\"]}", "idmap");
	refuses("MOUNTS", ",{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"/\",\"uidMappings\":[{\"containerID\":0,\"hostID\":1,\"size\":1}]}",
		"must come together");
	refuses("MOUNTS", ",{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"/\",\"options\":[\"bogus\"]}", "bogus");
}

static void ignores_what_it_may(void)
{
	struct error e;
	CHECK(parse_with("MOUNTS", ",{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"/\",\"options\":[\"mode=755\"]}", &e) != NULL);
	CHECK(parse_with("TOP", "\"windows\":{\"x\":1},\"unknown\":[1],", &e) != NULL);
	CHECK(parse_with("LINUX", ",\"uidMappings\":[],\"unknown\":1", &e) != NULL);
}

static void reads_mount_options(void)
{
	struct error e;
	struct spec *s = parse_with("MOUNTS", ",{\"destination\":\"rel\",\"type\":\"tmpfs\",\"source\":\"t\",\"options\":[\"ro\",\"nosuid\","
		"\"strictatime\",\"rnodev\",\"relatime\",\"rw\",\"size=1k\",\"rslave\"]},{\"destination\":\"/b\",\"source\":\"vol\","
		"\"options\":[\"rbind\",\"rro\",\"rprivate\"]}", &e);
	CHECK_TEXT(e.text, "");
	if (!s)
		return;
	struct spec_mount *t = &s->mounts[1], *b = &s->mounts[2];
	CHECK_TEXT(t->destination, "/rel");
	CHECK(t->set == MOUNT_ATTR_NOSUID && (t->clear & MOUNT_ATTR_RDONLY));
	CHECK(t->recursive_set == MOUNT_ATTR_NODEV);
	CHECK(t->data.count == 1 && t->propagation == MS_SLAVE && t->recursive_propagation);
	CHECK(b->bind && b->recursive_bind && b->recursive_set == MOUNT_ATTR_RDONLY && b->propagation == MS_PRIVATE);
	CHECK(b->set == 0);
}

void test_spec(void)
{
	reads_a_good_one();
	refuses_before_any_effect();
	ignores_what_it_may();
	reads_mount_options();
}
