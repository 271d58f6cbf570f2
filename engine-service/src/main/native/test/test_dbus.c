#include <sys/socket.h>
#include <unistd.h>

#include "dbus.h"
#include "gvariant.h"
#include "systemd.h"
#include "unit.h"

static struct text empty(void) { return (struct text){ .arena = &arena }; }

/* Bytes as hexadecimal digits. */
static const char *hex(const struct text *text)
{
	struct text to = empty();
	text_add(&to, "", 0);
	for (size_t i = 0; i < text->length; i++)
		text_print(&to, "%02x", (unsigned char)text->data[i]);
	return to.data;
}

static void writes_values_aligned(void)
{
	struct text to = empty();
	dbus_byte(&to, 1);
	dbus_u16(&to, 2);
	dbus_u32(&to, 3);
	dbus_byte(&to, 4);
	dbus_u64(&to, 5);
	dbus_string(&to, "ab");
	dbus_signature(&to, "s");
	CHECK_TEXT(hex(&to), "01000200" "03000000" "0400000000000000" "0500000000000000" "02000000616200" "017300");
	to = empty();
	dbus_u32(&to, 9);
	struct dbus_array array = dbus_array_begin(&to, 8);
	dbus_u64(&to, 7);
	dbus_array_end(&to, array);
	dbus_array_end(&to, dbus_array_begin(&to, 8));
	CHECK_TEXT(hex(&to), "09000000" "08000000" "0700000000000000" "0000000000000000");
}

/* A message as systemd would send it. */
static struct text sent(uint8_t type, uint32_t reply_serial, const char *error, const char *signature, const struct text *body)
{
	const struct dbus_call call = { .path = "/p", .interface = "i.f", .member = "M", .signature = signature,
		.body = body ? *body : empty() };
	struct text to = dbus_message_make(&arena, 1, NULL, &call), more = empty();
	/* The fields that only answers have are put between the others and the body. */
	size_t fields = 0, before = to.length - call.body.length;
	memcpy(&fields, to.data + 12, 4);
	text_add(&more, to.data, before);
	dbus_byte(&more, 5);
	dbus_signature(&more, "u");
	dbus_u32(&more, reply_serial);
	if (error) {
		dbus_align(&more, 8);
		dbus_byte(&more, 4);
		dbus_signature(&more, "s");
		dbus_string(&more, error);
	}
	uint32_t length = (uint32_t)(more.length - 16);
	dbus_align(&more, 8);
	if (call.body.length)
		text_add(&more, call.body.data, call.body.length);
	more.data[1] = (char)type;
	memcpy(more.data + 12, &length, 4);
	return more;
}

static void reads_what_it_wrote(void)
{
	struct text body = empty();
	dbus_u32(&body, 5);
	dbus_string(&body, "unit.scope");
	struct text m = sent(DBUS_SIGNAL, 7, NULL, "us", &body);
	struct dbus_message message;
	CHECK(dbus_message_size((uint8_t *)m.data) == m.length);
	CHECK(dbus_message_parse(&message, (uint8_t *)m.data, m.length) == 0);
	CHECK(message.type == DBUS_SIGNAL && message.serial == 1 && message.reply_serial == 7);
	CHECK_TEXT(message.path, "/p");
	CHECK_TEXT(message.interface, "i.f");
	CHECK_TEXT(message.member, "M");
	CHECK_TEXT(message.signature, "us");
	CHECK_TEXT(message.error, "");
	CHECK(dbus_read_u32(&message.body) == 5);
	CHECK_TEXT(dbus_read_string(&message.body), "unit.scope");
	CHECK(!message.body.bad && dbus_read_u32(&message.body) == 0 && message.body.bad);
}

static void reads_the_other_byte_order(void)
{
	const uint8_t m[] = "B\2\0\1" "\0\0\0\7" "\0\0\0\11" "\0\0\0\10" "\5\1u\0" "\0\0\0\3" "\0\0\0\2ab";
	struct dbus_message message;
	CHECK(dbus_message_size(m) == 31);
	CHECK(dbus_message_parse(&message, m, 31) == 0 && message.reply_serial == 3 && message.serial == 9);
	CHECK_TEXT(dbus_read_string(&message.body), "ab");
}

/* Cut off anywhere, or with any byte changed: it is refused or read, but nothing beyond its end. */
static void survives_hostile_messages(void)
{
	struct text body = empty();
	dbus_string(&body, "text");
	struct text m = sent(DBUS_ERROR, 7, "org.example.Error", "s", &body);
	struct dbus_message message;
	for (size_t length = 0; length < m.length; length++) {
		uint8_t *cut = memcpy(arena_alloc(&arena, length), m.data, length);
		CHECK(dbus_message_parse(&message, cut, length) != 0);
	}
	for (size_t at = 0; at < m.length; at++)
		for (int value = 0; value < 256; value += at < 24 ? 1 : 51) {
			uint8_t *changed = memcpy(arena_alloc(&arena, m.length), m.data, m.length);
			changed[at] = (uint8_t)value;
			if (dbus_message_parse(&message, changed, m.length) == 0)
				dbus_read_string(&message.body);
		}
	uint8_t big[DBUS_HEADER] = { 'l', 2, 0, 1, 255, 255, 255, 255 };
	CHECK(dbus_message_size(big) == 0);
	memcpy(big + 4, "\0\0\0\0", 4);
	memcpy(big + 12, "\377\377\377\177", 4);
	CHECK(dbus_message_size(big) == 0);
	big[0] = 'x';
	CHECK(dbus_message_size(big) == 0);
}

static int signals;
static void count_signal(const struct dbus_message *signal, void *data)
{
	(void)data;
	signals += signal->type == DBUS_SIGNAL;
}

/* What is in `sent` comes back to the first call of a connection, which then ends. */
static int call(const struct text *answers, size_t count, const char **value, struct dbus *bus, struct error *e)
{
	int pair[2];
	const struct dbus_call call = { .path = "/", .interface = "i", .member = "Ask" };
	struct dbus_message reply;
	*e = (struct error){ 0 };
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	*bus = (struct dbus){ .arena = &arena, .fd = pair[0], .on_signal = count_signal };
	for (size_t i = 0; i < count; i++)
		CHECK(write(pair[1], answers[i].data, answers[i].length) == (ssize_t)answers[i].length);
	shutdown(pair[1], SHUT_WR);
	int result = dbus_call(bus, &call, &reply, e);
	*value = result == 0 ? arena_string(&arena, dbus_read_string(&reply.body)) : "";
	dbus_close(bus);
	close(pair[1]);
	return result;
}

static void calls_wait_for_their_own_answer(void)
{
	struct text body = empty();
	struct dbus bus;
	struct error e;
	const char *value;
	dbus_string(&body, "yes");
	const struct text good[] = { sent(DBUS_SIGNAL, 0, NULL, NULL, NULL), sent(DBUS_RETURN, 9, NULL, NULL, NULL), sent(DBUS_RETURN, 1, NULL, "s", &body) };
	CHECK(call(good, 3, &value, &bus, &e) == 0 && signals == 1);
	CHECK_TEXT(value, "yes");
	const struct text bad[] = { sent(DBUS_ERROR, 1, "org.example.Failed", "s", &body) };
	CHECK(call(bad, 1, &value, &bus, &e) != 0);
	CHECK_TEXT(e.text, "Ask: yes");
	CHECK_TEXT(bus.error_name, "org.example.Failed");
	CHECK(call(good, 1, &value, &bus, &e) != 0);
	CHECK_TEXT(e.text, "systemd's D-Bus connection was closed by the other side");
	const struct text garbage[] = { { .data = "this is no message at all", .length = 25 } };
	CHECK(call(garbage, 1, &value, &bus, &e) != 0);
	CHECK_TEXT(e.text, "what systemd's D-Bus connection sends is not a message, or too long");
}

static void variant(const char *text, bool seconds, const char *bytes)
{
	struct text to = empty();
	struct error e = { 0 };
	CHECK(gvariant_append(&to, text, seconds, &e) == 0);
	if (failed(&e))
		fprintf(stderr, "%s: %s\n", text, e.text);
	else
		CHECK_TEXT(hex(&to), bytes);
}

static void no_variant(const char *text, bool seconds)
{
	struct text to = empty();
	struct error e = { 0 };
	CHECK(gvariant_append(&to, text, seconds, &e) != 0 && *e.text);
	if (!failed(&e))
		fprintf(stderr, "%s: taken for a value\n", text);
}

static void reads_variants(void)
{
	variant("true", false, "01620000" "01000000");
	variant(" false ", false, "01620000" "00000000");
	variant("5", false, "01690000" "05000000");
	variant("-1", false, "01690000" "ffffffff");
	variant("0x10", false, "01690000" "10000000");
	variant("byte 7", false, "017900" "07");
	variant("uint16 7", false, "01710000" "0700");
	variant("uint32 4294967295", false, "01750000" "ffffffff");
	variant("uint64 18446744073709551615", false, "0174000000000000" "ffffffffffffffff");
	variant("int64 -2", false, "0178000000000000" "feffffffffffffff");
	variant("1.5", false, "0164000000000000" "000000000000f83f");
	variant("'it\\'s'", false, "01730000" "04000000" "6974277300");
	variant("'\\u0041\\u00e9\\u20ac\\U0001f600b'", false, "01730000" "0b000000" "41c3a9e282acf09f98806200");
	variant("\"a\"", false, "01730000" "01000000" "6100");
	variant("objectpath '/a'", false, "016f0000" "02000000" "2f6100");
	variant("['a', 'b']", false, "02617300" "0e000000" "01000000" "61000000" "01000000" "6200");
	variant("@as []", false, "02617300" "00000000");
	variant("[uint32 1,2]", false, "02617500" "08000000" "01000000" "02000000");
	variant("[[1],[2]]", false, "0361616900000000" "10000000" "04000000" "01000000" "04000000" "02000000");
	variant("2", true, "0174000000000000" "80841e0000000000");
	variant("uint64 2", true, "0174000000000000" "80841e0000000000");
	variant("0.5", true, "0174000000000000" "20a1070000000000");
	static const char *const bad[] = { "", " ", "tru", "truex", "5x", "5 6", "uint64", "uint64 -1", "uint32 4294967296", "byte 256", "int16 40000",
		"2147483648", "uint64 'a'", "'a", "a'", "[", "[1", "[1,", "[1 2]", "[1,'a']", "[]", "@as", "@a []", "@a{sv} {}", "@(ss) ('a','b')", "<1>",
		"'\\u004'", "'\\ud800'", "'\\U00110000'", "'\\u0000'", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "@aaaaaaaaaaaaaaaaaaaaaaas []", "objectpath", "string 5", "--1", "0x",
		"1111111111111111111111111111111111111111111111111111111111111111111111111111" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		no_variant(bad[i], false);
	static const char *const no_seconds[] = { "'a'", "true", "-1", "[1]", "1x", "1e300", "nan" };
	for (size_t i = 0; i < sizeof(no_seconds) / sizeof(no_seconds[0]); i++)
		no_variant(no_seconds[i], true);
}

static int note(const char *path, size_t length, void *data)
{
	struct text *to = data;
	text_print(to, "%zu:%s ", length, *path ? path : path + 1);
	return -1;
}

static void reads_addresses(void)
{
	struct text to = empty();
	CHECK(dbus_address_each(&arena, "tcp:host=a;unix:path=/run/a%2db,guid=1;unix:guid=2,abstract=c;unix:tmpdir=/x;unix:path=", note, &to) == -1);
	CHECK_TEXT(to.data, "8:/run/a-b 2:c ");
}

void test_dbus(void)
{
	writes_values_aligned();
	reads_what_it_wrote();
	reads_the_other_byte_order();
	survives_hostile_messages();
	calls_wait_for_their_own_answer();
	reads_variants();
	reads_addresses();
}
