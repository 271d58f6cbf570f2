#include "unit.h"

int checks, failures;
struct arena arena;

int main(void)
{
	test_dbus();
	test_ids();
	test_host();
	test_json();
	test_text();
	test_names();
	test_spec();
	test_systemd();
	test_seccomp();
	test_log();
	test_privileged();
	arena_free(&arena);
	printf("%d checks, %d failed\n", checks, failures);
	return failures != 0;
}
