#include "lookup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

const char *environment_get(const struct strings *env, const char *name)
{
	size_t length = strlen(name);
	const char *value = NULL;
	/* The last one wins, as in every shell. */
	for (size_t i = 0; i < env->count; i++)
		if (strncmp(env->items[i], name, length) == 0 && env->items[i][length] == '=')
			value = env->items[i] + length + 1;
	return value;
}

/* 0, or why it cannot be executed. */
static int check_executable(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0)
		return errno;
	if (S_ISDIR(status.st_mode))
		return EISDIR;
	/* Root may access everything, but executes only what somebody may execute. */
	if (!(status.st_mode & 0111) || !S_ISREG(status.st_mode))
		return EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

static const char *refuse(const char *command, int problem, struct error *e)
{
	if (problem == EISDIR || problem == EACCES)
		error_code(e, EXIT_NOT_EXECUTABLE, "exec: \"%s\": %s", command, error_name(problem));
	else
		error_code(e, EXIT_NOT_FOUND, "exec: \"%s\": stat %s: %s", command, command, error_name(problem));
	return NULL;
}

const char *lookup_command(struct arena *arena, const struct spec_process *process, struct error *e)
{
	const char *command = process->args.items[0], *path = environment_get(&process->env, "PATH");
	int problem, worst = ENOENT;
	if (strchr(command, '/'))
		return (problem = check_executable(command)) == 0 ? command : refuse(command, problem, e);
	for (const char *at = *command ? path : NULL; at; at = strchr(at, ':')) {
		at += at != path;
		size_t length = strcspn(at, ":");
		const char *candidate = length == 0 ? arena_print(arena, "./%s", command)
			: arena_print(arena, "%.*s/%s", (int)length, at, command);
		if ((problem = check_executable(candidate)) == 0)
			return candidate;
		if (problem == EACCES)
			worst = EACCES;
		if (at[length] == '\0')
			break;
	}
	if (worst == EACCES)
		return refuse(command, EACCES, e);
	error_code(e, EXIT_NOT_FOUND, "exec: \"%s\": executable file not found in $PATH", command);
	return NULL;
}
