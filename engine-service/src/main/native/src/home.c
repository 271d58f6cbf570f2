#include "home.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "lookup.h"

/* Larger than any real one; a huge file in an image must not exhaust us (CVE-2026-47262). */
enum { PASSWD_LIMIT = 4 * 1024 * 1024 };

static const char *field(const char *line, int number)
{
	for (; number > 0; number--) {
		line += strcspn(line, ":\n");
		if (*line != ':')
			return "";
		line++;
	}
	return line;
}

const char *home_find(struct arena *arena, const char *passwd, uid_t uid)
{
	for (const char *line = passwd; *line; line += *line == '\n') {
		const char *number = field(line, 2), *home = field(line, 5);
		char *end;
		unsigned long value = strtoul(number, &end, 10);
		size_t length = strcspn(home, ":\n");
		if (number[0] >= '0' && number[0] <= '9' && *end == ':' && value == uid && length > 0)
			return arena_copy(arena, home, length);
		line += strcspn(line, "\n");
	}
	return "/";
}

char **home_environment(struct arena *arena, const struct spec_process *process)
{
	struct error ignored = { 0 };
	size_t length;
	const char *home = environment_get(&process->env, "HOME");
	if (home && *home)
		return process->env.items;
	const char *passwd = read_file(arena, AT_FDCWD, "/etc/passwd", PASSWD_LIMIT, &length, &ignored);
	char **env = arena_array(arena, process->env.count + 2, sizeof(char *));
	size_t count = 0;
	for (size_t i = 0; i < process->env.count; i++)
		if (strncmp(process->env.items[i], "HOME=", 5) != 0)
			env[count++] = process->env.items[i];
	env[count] = arena_print(arena, "HOME=%s", passwd ? home_find(arena, passwd, process->uid) : "/");
	return env;
}
