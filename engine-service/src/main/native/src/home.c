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

static bool same_name(const char *a, const char *b)
{
	size_t length = strcspn(a, "=");
	return strncmp(a, b, length) == 0 && b[length] == '=';
}

/* Of a variable that stands there several times the last value counts, and it is passed on once. */
static size_t without_repetitions(char **to, const struct strings *env)
{
	size_t count = 0;
	for (size_t i = 0; i < env->count; i++) {
		bool again = false;
		for (size_t later = i + 1; later < env->count && !again; later++)
			again = env->items[later][0] == env->items[i][0] && same_name(env->items[i], env->items[later]);
		if (!again)
			to[count++] = env->items[i];
	}
	return count;
}

char **home_environment(struct arena *arena, const struct spec_process *process)
{
	struct error ignored = { 0 };
	size_t length, home = 0;
	char **env = arena_array(arena, process->env.count + 2, sizeof(char *));
	size_t count = without_repetitions(env, &process->env);
	while (home < count && strncmp(env[home], "HOME=", 5) != 0)
		home++;
	if (home < count && env[home][5])
		return env;
	const char *passwd = read_file(arena, AT_FDCWD, "/etc/passwd", PASSWD_LIMIT, &length, &ignored);
	env[home] = arena_print(arena, "HOME=%s", passwd ? home_find(arena, passwd, process->uid) : "/");
	return env;
}
