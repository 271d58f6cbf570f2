#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "log_json.h"
#include "unit.h"

static char directory[] = "/tmp/davit-log-XXXXXX";
static char path[256];
static struct log log_;

static void open_log(off_t max_size, int max_files)
{
	struct error e = { 0 };
	memset(&log_, 0, sizeof(log_));
	CHECK(log_open(&log_, path, max_size, max_files, &e) == 0);
}

static char *contents(const char *suffix)
{
	struct error e = { 0 };
	size_t length;
	char *text = read_file(&arena, AT_FDCWD, arena_print(&arena, "%s%s", path, suffix), 1 << 24, &length, &e);
	return text ? text : arena_string(&arena, "");
}

static int lines(const char *text)
{
	int count = 0;
	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void writes_lines(void)
{
	open_log(0, 1);
	log_write(&log_, 0, "one\ntw", 6);
	log_write(&log_, 1, "err<>\xff\n", 7);
	log_write(&log_, 0, "o\nrest", 6);
	log_finish(&log_);
	char *text = contents("");
	CHECK(lines(text) == 4);
	CHECK(strncmp(text, "{\"log\":\"one\\n\",\"stream\":\"stdout\",\"time\":\"20", 41) == 0);
	CHECK(strstr(text, "{\"log\":\"err\\u003c\\u003e\\ufffd\\n\",\"stream\":\"stderr\"") != NULL);
	CHECK(strstr(text, "{\"log\":\"two\\n\",") != NULL);
	CHECK(strstr(text, "{\"log\":\"rest\",") != NULL); /* no newline came */
	CHECK(strstr(text, "Z\"}\n") != NULL);
	unlink(path);
}

static void splits_long_lines(void)
{
	static char data[40000];
	memset(data, 'x', sizeof(data));
	data[39999] = '\n';
	open_log(0, 1);
	for (size_t i = 0; i < sizeof(data); i += 1000)
		log_write(&log_, 0, data + i, 1000);
	log_finish(&log_);
	char *text = contents(""), *second = strchr(text, '\n');
	CHECK(lines(text) == 3);
	CHECK(strspn(text + 8, "x") == 16384 && strncmp(text + 8 + 16384, "\",\"stream\"", 10) == 0);
	CHECK(second && strspn(second + 9, "x") == 16384);
	char *third = second ? strchr(second + 1, '\n') : NULL;
	CHECK(third && strspn(third + 9, "x") == 39999 - 2 * 16384);
	CHECK(third && strncmp(third + 9 + 39999 - 2 * 16384, "\\n\"", 3) == 0);
	unlink(path);
}

static void rotates_counting_what_was_there(void)
{
	int fd = open(path, O_WRONLY | O_CREAT, 0600);
	CHECK(write(fd, "0123456789012345678901234567890123456789\n", 41) == 41);
	close(fd);
	open_log(41, 3);
	log_write(&log_, 0, "a\n", 2); /* the old one is full */
	CHECK(strncmp(contents(".1"), "0123", 4) == 0);
	log_write(&log_, 0, "b\nc\n", 4);
	log_finish(&log_);
	CHECK(strstr(contents(""), "\"c\\n") != NULL);
	CHECK(strstr(contents(".1"), "\"b\\n") != NULL);
	CHECK(strstr(contents(".2"), "\"a\\n") != NULL);
	CHECK(*contents(".3") == '\0');
	unlink(arena_print(&arena, "%s.1", path));
	unlink(arena_print(&arena, "%s.2", path));
	unlink(path);
	open_log(50, 1);
	for (int i = 0; i < 10; i++)
		log_write(&log_, 0, "line\n", 5);
	log_finish(&log_);
	CHECK(lines(contents("")) == 1);
	CHECK(*contents(".1") == '\0');
	unlink(path);
}

static void survives_a_full_disk(void)
{
	struct stat status;
	open_log(0, 1);
	log_write(&log_, 0, "good\n", 5);
	int kept = log_.fd;
	log_.fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	log_write(&log_, 0, "lost\n", 5);
	close(log_.fd);
	log_.fd = kept;
	log_write(&log_, 0, "again\n", 6);
	log_finish(&log_);
	CHECK(lines(contents("")) == 2 && strstr(contents(""), "again") && !strstr(contents(""), "lost"));
	CHECK(stat(path, &status) == 0);
	unlink(path);
}

void test_log(void)
{
	CHECK(mkdtemp(directory) != NULL);
	snprintf(path, sizeof(path), "%s/log", directory);
	writes_lines();
	splits_long_lines();
	rotates_counting_what_was_there();
	survives_a_full_disk();
	CHECK(rmdir(directory) == 0); /* and left nothing behind */
}
