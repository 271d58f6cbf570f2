#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"
#include "unit.h"

static const char *escaped(const char *from, size_t length)
{
	static char to[1024];
	to[json_escape(to, from, length)] = '\0';
	return to;
}

static void escapes_as_go_does(void)
{
	CHECK_TEXT(escaped("a\"b\\c\n\r\t", 8), "a\\\"b\\\\c\\n\\r\\t");
	CHECK_TEXT(escaped("\x01\x1f\b\f\x7f", 5), "\\u0001\\u001f\\u0008\\u000c\x7f");
	CHECK_TEXT(escaped("<a>&", 4), "\\u003ca\\u003e\\u0026");
	CHECK_TEXT(escaped("\xe2\x80\xa8\xe2\x80\xa9", 6), "\\u2028\\u2029");
	CHECK_TEXT(escaped("\0", 1), "\\u0000");
}

static void replaces_invalid_utf8(void)
{
	CHECK_TEXT(escaped("\xc3\xa9\xf0\x9f\x98\x80", 6), "\xc3\xa9\xf0\x9f\x98\x80");
	CHECK_TEXT(escaped("\xff", 1), "\\ufffd");
	CHECK_TEXT(escaped("\xc3", 1), "\\ufffd");                     /* cut off */
	CHECK_TEXT(escaped("\xc0\x80", 2), "\\ufffd\\ufffd");          /* overlong */
	CHECK_TEXT(escaped("\xed\xa0\x80", 3), "\\ufffd\\ufffd\\ufffd"); /* surrogate */
	CHECK_TEXT(escaped("\xf4\x90\x80\x80", 4), "\\ufffd\\ufffd\\ufffd\\ufffd");
	CHECK_TEXT(escaped("\xe9t\xe9", 3), "\\ufffdt\\ufffd"); /* Latin-1 */
}

static void quotes_long_texts(void)
{
	struct text text = { .arena = &arena };
	char value[1001];
	for (int i = 0; i < 500; i++)
		memcpy(value + 2 * i, "\xc3\xa9", 2);
	value[1000] = '\0';
	text_add(&text, "", 0);
	text_quote(&text, value + 1); /* begins in the middle of a character */
	CHECK(text.length == 999 - 1 + 6 + 2);
	CHECK(strncmp(text.data, "\"\\ufffd\xc3\xa9", 9) == 0);
	CHECK(!strstr(text.data + 7, "ufffd"));
}

/* In a process of its own, which ends. What the parent prepares for the child lies in an arena: a length
 * that wraps must not make a small piece of it pass for a large one (CVE-2021-43784). */
static int ends_with(size_t count, size_t size)
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		close(2);
		_exit(arena_array(&arena, count, size) ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void arena_refuses_lengths_that_wrap(void)
{
	CHECK(ends_with(SIZE_MAX / 8 + 2, 8) == EXIT_OTHER);
	CHECK(ends_with(SIZE_MAX, 1) == EXIT_OTHER);
	CHECK(ends_with(4, 8) == 0);
}

void test_text(void)
{
	arena_refuses_lengths_that_wrap();
	escapes_as_go_does();
	replaces_invalid_utf8();
	quotes_long_texts();
}
