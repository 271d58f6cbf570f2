#include "spec.h"
#include "unit.h"

static struct spec *parse(const char *namespaces, const char *more, struct error *e)
{
	char text[4096];
	snprintf(text, sizeof(text), "{\"ociVersion\":\"1.3.0\",\"process\":{\"args\":[\"sh\"],\"cwd\":\"/\",\"user\":{\"uid\":5,\"gid\":5}},"
		"\"root\":{\"path\":\"r\"},\"linux\":{\"namespaces\":[{\"type\":\"mount\"},%s]%s}}", namespaces, more);
	*e = (struct error){ 0 };
	return spec_parse(&arena, text, strlen(text), "/bundle", e);
}

static void refuses(const char *namespaces, const char *more, const char *named)
{
	struct error e;
	CHECK(!parse(namespaces, more, &e));
	if (!strstr(e.text, named))
		fprintf(stderr, "\"%s\" does not say \"%s\"\n", e.text, named);
	CHECK(strstr(e.text, named) != NULL);
}

static const char *const user = "{\"type\":\"user\"}", *const time_ = "{\"type\":\"time\"}";

static void reads_mappings(void)
{
	struct error e;
	uint32_t outside = 0;
	struct spec *s = parse(user, ",\"uidMappings\":[{\"containerID\":0,\"hostID\":100000,\"size\":10},{\"containerID\":20,\"hostID\":4294967290,"
		"\"size\":4}],\"gidMappings\":[{\"containerID\":0,\"hostID\":7,\"size\":100}]", &e);
	CHECK_TEXT(e.text, "");
	if (!s)
		return;
	CHECK(s->uid_map.count == 2 && s->gid_map.count == 1);
	CHECK(mapping_find(&s->uid_map, 9, &outside) && outside == 100009);
	CHECK(!mapping_find(&s->uid_map, 10, &outside) && !mapping_find(&s->uid_map, 24, &outside));
	CHECK(mapping_find(&s->uid_map, 23, &outside) && outside == 4294967293u);
	CHECK(spec_new_namespace(s, NS_USER) && !spec_new_namespace(s, NS_TIME));
}

static void refuses_bad_mappings(void)
{
	const char *gids = "\"gidMappings\":[{\"containerID\":0,\"hostID\":0,\"size\":9}]";
	char more[1024];
	const struct { const char *mapping, *named; } cases[] = {
		{ "{\"containerID\":0,\"hostID\":1,\"size\":0}", "size must be above 0" },
		{ "{\"containerID\":0,\"hostID\":1}", "size is missing" },
		{ "{\"containerID\":-1,\"hostID\":1,\"size\":1}", "containerID" },
		{ "{\"containerID\":0,\"hostID\":4294967296,\"size\":1}", "hostID" },
		{ "{\"containerID\":0,\"hostID\":4294967295,\"size\":1}", "beyond" },
		{ "{\"containerID\":0,\"hostID\":0,\"size\":4294967295},{\"containerID\":1,\"hostID\":0,\"size\":4294967295}", "beyond" },
		{ "{\"containerID\":1,\"hostID\":1,\"size\":10}", "root of the container: 0 is not mapped" },
		{ "{\"containerID\":0,\"hostID\":1,\"size\":5}", "process.user.uid: 5 is not mapped" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(more, sizeof(more), ",\"uidMappings\":[%s],%s", cases[i].mapping, gids);
		refuses(user, more, cases[i].named);
	}
	refuses(user, ",\"uidMappings\":[{\"containerID\":0,\"hostID\":0,\"size\":9}]", "linux.gidMappings: a new user namespace");
	refuses(user, ",\"uidMappings\":{}", "uidMappings must be an array");
}

static void reads_time_offsets(void)
{
	struct error e;
	struct spec *s = parse(time_, ",\"timeOffsets\":{\"monotonic\":{\"secs\":-5,\"nanosecs\":7},\"boottime\":{}}", &e);
	CHECK_TEXT(e.text, "");
	if (s) {
		CHECK(s->time_offsets[CLOCK_OF_MONOTONIC].seconds == -5 && s->time_offsets[CLOCK_OF_MONOTONIC].nanoseconds == 7);
		CHECK(s->time_offsets[CLOCK_OF_BOOTTIME].given && s->time_offsets[CLOCK_OF_BOOTTIME].seconds == 0);
	}
	refuses(time_, ",\"timeOffsets\":{\"monotonic\":{\"nanosecs\":1000000000}}", "monotonic.nanosecs");
	refuses(time_, ",\"timeOffsets\":{\"tai\":{}}", "the clock tai");
	refuses("{\"type\":\"time\",\"path\":\"/x\"}", ",\"timeOffsets\":{\"monotonic\":{}}", "no new time namespace");
}

void test_ids(void)
{
	reads_mappings();
	refuses_bad_mappings();
	reads_time_offsets();
}
