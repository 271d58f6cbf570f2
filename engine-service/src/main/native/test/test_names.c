#include <errno.h>

#include "caps.h"
#include "home.h"
#include "io.h"
#include "lookup.h"
#include "rlimits.h"
#include "signals.h"
#include "state.h"
#include "unit.h"

static void knows_signals(void)
{
	CHECK(signal_number("KILL") == 9 && signal_number("SIGKILL") == 9 && signal_number("sigterm") == 15);
	CHECK(signal_number("9") == 9 && signal_number("0") == 0 && signal_number("64") == 64);
	CHECK(signal_number("65") == -1 && signal_number("-1") == -1 && signal_number("9x") == -1);
	CHECK(signal_number("RTMIN") == 34 && signal_number("SIGRTMIN+3") == 37 && signal_number("RTMAX-1") == 63);
	CHECK(signal_number("RTMIN-1") == -1 && signal_number("RTMIN+31") == -1 && signal_number("NOPE") == -1);
	CHECK(signal_number("") == -1 && signal_number("SIG") == -1);
}

static void knows_capabilities_and_limits(void)
{
	CHECK(cap_number("CAP_CHOWN") == 0 && cap_number("CAP_CHECKPOINT_RESTORE") == 40 && cap_number("CAP_X") == -1);
	CHECK_TEXT(cap_name(21), "CAP_SYS_ADMIN");
	CHECK(!cap_name(41) && rlimit_number("RLIMIT_NOFILE") == 7 && rlimit_number("NOFILE") == -1);
}

static void names_errors_as_go_does(void)
{
	CHECK_TEXT(error_name(ENOENT), "no such file or directory");
	CHECK_TEXT(error_name(EACCES), "permission denied");
	CHECK_TEXT(error_name(EISDIR), "is a directory");
	CHECK(error_name(E2BIG)[0] == 'a');
}

static void finds_home(void)
{
	const char *passwd = "root:x:0:0:root:/root:/bin/sh\nbroken\n::::::\nu:x:1000:1000::/home/u:/bin/sh\nv:x:10x:1::/no:\nw:x:7:7::";
	CHECK_TEXT(home_find(&arena, passwd, 0), "/root");
	CHECK_TEXT(home_find(&arena, passwd, 1000), "/home/u");
	CHECK_TEXT(home_find(&arena, passwd, 10), "/");
	CHECK_TEXT(home_find(&arena, passwd, 7), "/");
	CHECK_TEXT(home_find(&arena, "", 0), "/");
}

static void finds_commands(void)
{
	struct error e = { 0 };
	char *args[] = { (char *)"sh", NULL }, *env[] = { (char *)"PATH=/nonexistent:/bin", NULL };
	struct spec_process p = { .args = { args, 1 }, .env = { env, 1 } };
	CHECK_TEXT(lookup_command(&arena, &p, &e), "/bin/sh");
	args[0] = (char *)"nosuch-command";
	CHECK(!lookup_command(&arena, &p, &e) && e.exit_code == 127);
	CHECK_TEXT(e.text, "exec: \"nosuch-command\": executable file not found in $PATH");
	e = (struct error){ 0 };
	args[0] = (char *)"/etc";
	CHECK(!lookup_command(&arena, &p, &e) && e.exit_code == 126);
	CHECK_TEXT(e.text, "exec: \"/etc\": is a directory");
	e = (struct error){ 0 };
	args[0] = (char *)"/etc/passwd";
	CHECK(!lookup_command(&arena, &p, &e) && e.exit_code == 126);
	e = (struct error){ 0 };
	args[0] = (char *)"";
	CHECK(!lookup_command(&arena, &p, &e) && e.exit_code == 127);
	e = (struct error){ 0 };
	env[0] = (char *)"PATH";
	args[0] = (char *)"sh";
	CHECK(!lookup_command(&arena, &p, &e) && e.exit_code == 127);
}

static void checks_numbers_and_ids(void)
{
	long long n;
	struct error e = { 0 };
	CHECK(parse_number("12", 0, 20, &n) && n == 12);
	CHECK(!parse_number("21", 0, 20, &n) && !parse_number("", 0, 20, &n) && !parse_number("1x", 0, 20, &n));
	CHECK(!parse_number(" 1", 0, 20, &n) && !parse_number("99999999999999999999", 0, INT64_MAX, &n));
	CHECK(state_check_id("a-b_c.d+1", &e) == 0);
	static const char *const bad[] = { "", ".", "..", ".x", "a/b", "a b", "\xc3\xa9", "a\n" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		e = (struct error){ 0 };
		CHECK(state_check_id(bad[i], &e) != 0);
	}
}

void test_names(void)
{
	knows_signals();
	knows_capabilities_and_limits();
	names_errors_as_go_does();
	finds_home();
	finds_commands();
	checks_numbers_and_ids();
}
