#include "json.h"
#include "unit.h"

static struct json *parse(const char *text, struct error *e)
{
	*e = (struct error){ 0 };
	return json_parse(&arena, text, strlen(text), e);
}

static void refuses(const char *text)
{
	struct error e;
	CHECK(!parse(text, &e));
	CHECK(failed(&e));
	if (!failed(&e))
		fprintf(stderr, "accepted: %s\n", text);
}

static void accepts_values(void)
{
	struct error e;
	struct json *j = parse(" { \"a\" : [1, -2.5e3, true, false, null, \"x\"], \"b\":{} , \"a2\":\"\\u00e9\\ud83d\\ude00\\n\"}", &e);
	CHECK(j && j->type == JSON_OBJECT);
	CHECK(json_count(json_get(j, "a")) == 6);
	CHECK(json_get(j, "b")->type == JSON_OBJECT);
	CHECK_TEXT(json_get(j, "a2")->text, "\xc3\xa9\xf0\x9f\x98\x80\n");
	CHECK(!json_get(j, "missing"));
	CHECK(json_get(parse("{\"a\":null}", &e), "a") == NULL);
	CHECK_TEXT(json_get(parse("{\"a\":\"1\",\"a\":\"2\"}", &e), "a")->text, "2");
	CHECK_TEXT(parse("\"\\ud800x\"", &e)->text, "\xef\xbf\xbdx");
	CHECK(json_get(j, "a")->raw_length == strlen("[1, -2.5e3, true, false, null, \"x\"]"));
}

static void refuses_what_is_not_json(void)
{
	static const char *const texts[] = { "", " ", "{", "}", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
		"{a:1}", "'a'", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u0000\"", "\"\n\"", "tru", "nul", "-", "+1", "1 2",
		"[1]]", "{\"a\":1}x", "\"\\u12g4\"", "{\"a\" 1}", "{1:2}" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		refuses(texts[i]);
}

static void limits_depth(void)
{
	char deep[300] = "";
	struct error e;
	memset(deep, '[', 64);
	memset(deep + 64, ']', 64);
	CHECK(parse(deep, &e) != NULL);
	memset(deep, '[', 65);
	memset(deep + 65, ']', 65);
	CHECK(parse(deep, &e) == NULL);
	CHECK(strstr(e.text, "deep") != NULL);
}

static void reads_typed_fields(void)
{
	struct error e = { 0 };
	struct reader r = { &arena, &e };
	int64_t i = 0;
	uint64_t u = 0;
	uint32_t id = 0;
	struct json *j = parse("{\"n\":-5,\"u\":18446744073709551615,\"s\":\"x\",\"big\":2147483648,\"l\":[\"a\",\"b\"]}", &e);
	CHECK(read_int(&r, j, "w", "n", &i) && i == -5);
	CHECK(read_uint(&r, j, "w", "u", &u) && u == UINT64_MAX);
	CHECK(read_strings(&r, j, "w", "l").count == 2);
	CHECK(!failed(&e));
	read_id(&r, j, "w", "big", &id);
	CHECK(failed(&e)); /* would wrap */
	e = (struct error){ 0 };
	read_uint(&r, j, "w", "n", &u);
	CHECK(failed(&e));
	e = (struct error){ 0 };
	read_string(&r, j, "w", "n");
	CHECK_TEXT(e.text, "w.n must be a string");
}

/* Every prefix and every single-byte change of a real document must be read or refused, never crash:
 * the sanitizers watch. */
static void survives_mutations(void)
{
	const char *text = "{\"ociVersion\":\"1.0\",\"a\":[1,2,{\"b\":\"\\u00e9\\ud83d\\ude00\"}],\"c\":true,\"d\":null,\"e\":-1e5}";
	size_t length = strlen(text);
	char copy[256];
	struct arena local = { 0 };
	for (size_t i = 0; i <= length; i++) {
		struct error e = { 0 };
		memcpy(copy, text, length);
		bool whole = json_parse(&local, copy, i, &e) != NULL;
		CHECK(whole == (i == length));
		for (int change = 1; i < length && change < 256; change += 7) {
			memcpy(copy, text, length);
			copy[i] = (char)(copy[i] ^ change);
			e = (struct error){ 0 };
			struct json *j = json_parse(&local, copy, length, &e);
			CHECK((j == NULL) == failed(&e));
		}
		arena_free(&local);
	}
}

void test_json(void)
{
	accepts_values();
	refuses_what_is_not_json();
	limits_depth();
	reads_typed_fields();
	survives_mutations();
}
