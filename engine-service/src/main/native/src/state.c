#include "state.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io.h"
#include "sys.h"

const char *state_root;
bool state_root_given;

/* An ordinary user's containers are kept where everything of a login session is. */
const char *state_default_root(struct arena *arena)
{
	const char *own = geteuid() == 0 ? NULL : getenv("XDG_RUNTIME_DIR");
	return own && own[0] == '/' ? arena_print(arena, "%s/davit-runtime", own) : "/run/davit-runtime";
}

int state_check_id(const char *id, struct error *e)
{
	size_t length = strlen(id);
	bool good = length > 0 && length <= 200 && id[0] != '.';
	for (const char *c = id; good && *c; c++)
		good = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("_+-.", *c);
	return good ? 0 : error_set(e, "invalid container ID \"%s\": invalid character in container ID, letters, digits and _ + - . are allowed", id);
}

/* A state directory that others could write to would let them name processes for us to kill. */
static int open_state_root(bool make, struct error *e)
{
	struct stat status;
	char path[4096];
	snprintf(path, sizeof(path), "%s", state_root);
	for (char *slash = strchr(path + 1, '/'); make && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	if (make && mkdir(path, 0700) != 0 && errno != EEXIST)
		return error_errno(e, "create %s", path);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_errno(e, "open %s", path);
	if (fstat(fd, &status) == 0 && (status.st_uid == geteuid() || status.st_uid == 0) && !(status.st_mode & 022))
		return fd;
	close(fd);
	return error_set(e, "%s must belong to this user and be writable for nobody else", path);
}

int state_make_dir(const char *id, struct error *e)
{
	if (state_check_id(id, e) != 0)
		return -1;
	AUTO_CLOSE int root = open_state_root(true, e);
	if (root < 0)
		return -1;
	if (mkdirat(root, id, 0700) != 0)
		return errno == EEXIST ? error_set(e, "container with given ID already exists")
			: error_errno(e, "create %s/%s", state_root, id);
	int dir = openat(root, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return dir >= 0 ? dir : error_errno(e, "open %s/%s", state_root, id);
}

int state_open_dir(const char *id, struct error *e)
{
	if (state_check_id(id, e) != 0)
		return -1;
	struct stat status;
	if (stat(state_root, &status) != 0 && errno == ENOENT)
		return error_set(e, "container does not exist");
	AUTO_CLOSE int root = open_state_root(false, e);
	if (root < 0)
		return -1;
	int dir = openat(root, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0 && errno == ENOENT)
		return error_set(e, "container does not exist");
	return dir >= 0 ? dir : error_errno(e, "open %s/%s", state_root, id);
}

int state_save(const struct state *state, struct arena *arena, struct error *e)
{
	struct text text = { .arena = arena };
	const struct { const char *key, *value; } fields[] = { { "id", state->id }, { "bundle", state->bundle },
		{ "rootfs", state->rootfs }, { "cgroup", state->cgroup }, { "created", state->created } };
	text_print(&text, "{\"pid\":%d,\"startTime\":%llu", state->pid, state->start_time);
	if (state->unit) {
		text_print(&text, ",\"unit\":");
		text_quote(&text, state->unit);
	}
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		text_print(&text, ",\"%s\":", fields[i].key);
		text_quote(&text, fields[i].value);
	}
	text_add(&text, "}", 1);
	if (replace_file(state->dir, STATE_FILE, text.data, text.length, 0600) != 0)
		return error_errno(e, "write the container's state");
	return 0;
}

int state_load(struct state *state, struct arena *arena, const char *id, struct error *e)
{
	size_t length;
	int64_t pid = 0;
	uint64_t start_time = 0;
	memset(state, 0, sizeof(*state));
	state->dir = state_open_dir(id, e);
	if (state->dir < 0)
		return -1;
	char *text = read_file(arena, state->dir, STATE_FILE, 1 << 20, &length, e);
	struct json *json = text ? json_parse(arena, text, length, e) : NULL;
	struct reader r = { arena, e };
	if (json) {
		read_int(&r, json, "state", "pid", &pid);
		read_uint(&r, json, "state", "startTime", &start_time);
		state->id = read_string(&r, json, "state", "id");
		state->bundle = read_string(&r, json, "state", "bundle");
		state->rootfs = read_string(&r, json, "state", "rootfs");
		state->cgroup = read_string(&r, json, "state", "cgroup");
		state->unit = read_string(&r, json, "state", "unit");
		state->created = read_string(&r, json, "state", "created");
	}
	state->pid = (pid_t)pid;
	state->start_time = start_time;
	if (!failed(e) && state->id && state->bundle && state->rootfs && state->cgroup && state->created && pid > 0)
		return 0;
	error_set(e, "it is incomplete");
	close_fd(&state->dir);
	return error_context(e, "the state of container %s", id);
}

void state_remove(int dir, const char *id)
{
	struct error ignored = { 0 };
	DIR *list = fdopendir(dup(dir));
	if (list)
		rewinddir(list);
	for (struct dirent *entry; list && (entry = readdir(list));)
		if (entry->d_type != DT_DIR)
			unlinkat(dir, entry->d_name, 0);
	if (list)
		closedir(list);
	AUTO_CLOSE int root = open_state_root(false, &ignored);
	if (root >= 0)
		unlinkat(root, id, AT_REMOVEDIR);
}

struct strings state_list(struct arena *arena, struct error *e)
{
	struct strings ids = { arena_array(arena, 1, sizeof(char *)), 0 };
	struct stat status;
	size_t room = 0;
	/* A root that somebody named should be there, the usual one comes with the first container. */
	if (!state_root_given && stat(state_root, &status) != 0 && errno == ENOENT)
		return ids;
	int fd = open_state_root(false, e);
	DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
	for (struct dirent *entry; list && (entry = readdir(list));) {
		if (entry->d_name[0] == '.')
			continue;
		if (ids.count + 1 >= room) {
			char **larger = arena_array(arena, room = 2 * room + 32, sizeof(char *));
			if (ids.count)
				memcpy(larger, ids.items, ids.count * sizeof(char *));
			ids.items = larger;
		}
		ids.items[ids.count++] = arena_string(arena, entry->d_name);
	}
	if (list)
		closedir(list);
	return ids;
}

struct spec *state_spec(const struct state *state, struct arena *arena, struct error *e)
{
	size_t length;
	char *text = read_file(arena, state->dir, CONFIG_FILE, JSON_MAX_SIZE, &length, e);
	return text ? spec_parse(arena, text, length, state->bundle, e) : NULL;
}
