#include "monitor_complaint.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"
#include "safe_path.h"
#include "spec.h"

enum { LOG_LIMIT = 1024 * 1024 };

/* What the runtime logged last is what went wrong. NULL: it logged nothing. */
static const char *last_message(struct arena *arena, const char *log)
{
	struct error ignored = { 0 };
	size_t length = 0;
	const char *said = NULL;
	char *text = read_file(arena, AT_FDCWD, log, LOG_LIMIT, &length, &ignored);
	for (char *line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		struct error bad = { 0 };
		struct reader r = { arena, &bad };
		struct json *entry = json_parse(arena, line, strcspn(line, "\n"), &bad);
		const char *message = entry ? read_string(&r, entry, "", "msg") : NULL;
		said = message ? message : said;
	}
	return said;
}

static int exit_code_of(const char *said)
{
	if (strcasestr(said, "executable file not found") || strcasestr(said, "no such file or directory"))
		return EXIT_NOT_FOUND;
	return strcasestr(said, "permission denied") || strcasestr(said, "is a directory") ? EXIT_NOT_EXECUTABLE : EXIT_OTHER;
}

/* The container's command, when it is the directory of its image that this path names. */
static const char *command_is_directory(struct arena *arena)
{
	struct error ignored = { 0 };
	struct stat status;
	struct spec *spec = monitor.options.exec ? NULL : spec_load(arena, monitor.options.bundle, &ignored);
	if (!spec || spec->process.args.count == 0 || spec->process.args.items[0][0] != '/')
		return NULL;
	AUTO_CLOSE int root = open(spec->rootfs, O_PATH | O_DIRECTORY | O_CLOEXEC);
	AUTO_CLOSE int command = root < 0 ? -1 : open_in_root(root, spec->process.args.items[0], O_PATH);
	bool directory = command >= 0 && fstat(command, &status) == 0 && S_ISDIR(status.st_mode);
	return directory ? spec->process.args.items[0] : NULL;
}

int foreign_complaint(struct arena *arena, const char *log, const char *command, int status, struct error *e)
{
	const char *said = last_message(arena, log);
	if (!said)
		return error_set(e, "%s %s ended with status %d and no word", monitor.options.runtime, command, status);
	/* The part about the process, without the names of its callers. */
	const char *from = strstr(said, "unable to start container process");
	said = from ? from : said;
	int code = exit_code_of(said);
	/* Of a directory some say (runc built by a Go before 1.20, crun) that permission to execute it is denied. */
	const char *directory = code == EXIT_NOT_EXECUTABLE && strstr(said, "exec") ? command_is_directory(arena) : NULL;
	if (directory)
		return error_code(e, code, "unable to start container process: exec: \"%s\": is a directory", directory);
	return error_code(e, code, "%s", said);
}
