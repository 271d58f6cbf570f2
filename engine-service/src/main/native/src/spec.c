#include "spec.h"

#include <fcntl.h>
#include <string.h>

#include "io.h"

static void parse_root(struct reader *r, const struct json *config, const char *bundle, struct spec *spec)
{
	const struct json *root = read_object(r, config, "", "root");
	const char *path = read_string(r, root, "root", "path");
	if (!path || !*path) {
		error_set(r->error, "root.path is missing");
		return;
	}
	spec->rootfs = path[0] == '/' ? path : arena_print(r->arena, "%s/%s", bundle, path);
	spec->rootfs_readonly = read_bool(r, root, "root", "readonly");
}

static void check_version(struct reader *r, const char *version)
{
	if (!version)
		error_set(r->error, "ociVersion is missing");
	else if (strncmp(version, "1.", 2) != 0)
		error_set(r->error, "ociVersion %s is not supported: it must be 1.x", version);
}

/* What a spec may ask of another system altogether. */
static void refuse_others(struct reader *r, const struct json *config)
{
	refuse_field(r, config, "", "vm");
	refuse_field(r, config, "", "zos");
}

struct spec *spec_parse(struct arena *arena, const char *text, size_t length, const char *bundle, struct error *e)
{
	struct json *config = json_parse(arena, text, length, e);
	if (!config)
		return NULL;
	struct reader reader = { arena, e }, *r = &reader;
	struct spec *spec = arena_alloc(arena, sizeof(*spec));
	spec->version = read_string(r, config, "", "ociVersion");
	check_version(r, spec->version);
	refuse_others(r, config);
	parse_root(r, config, bundle, spec);
	spec->hostname = read_string(r, config, "", "hostname");
	spec->domainname = read_string(r, config, "", "domainname");
	const struct json *process = read_object(r, config, "", "process");
	spec->process_given = process != NULL;
	if (process)
		spec_parse_process(r, process, &spec->process);
	spec_parse_mounts(r, config, bundle, spec);
	spec_parse_linux(r, config, spec);
	spec_finish_mounts(spec);
	spec_parse_hooks(r, config, spec);
	spec->annotations = read_object(r, config, "", "annotations");
	read_pairs(r, config, "", "annotations");
	if (spec->hostname && *spec->hostname && !spec->namespaces[NS_UTS].wanted)
		error_set(e, "hostname needs a UTS namespace of the container's own (linux.namespaces)");
	for (size_t i = 0; spec->domainname && *spec->domainname && i < spec->sysctl.count; i += 2)
		if (strcmp(spec->sysctl.items[i], "kernel.domainname") == 0 && strcmp(spec->sysctl.items[i + 1], spec->domainname) != 0)
			error_set(e, "domainname: linux.sysctl sets kernel.domainname to something else");
	return failed(e) ? NULL : spec;
}

struct spec *spec_load(struct arena *arena, const char *bundle, struct error *e)
{
	size_t length;
	const char *path = arena_print(arena, "%s/config.json", bundle);
	char *text = read_file(arena, AT_FDCWD, path, JSON_MAX_SIZE, &length, e);
	if (!text)
		return NULL;
	struct spec *spec = spec_parse(arena, text, length, bundle, e);
	if (!spec)
		error_context(e, "%s", path);
	return spec;
}

struct strings read_pairs(struct reader *r, const struct json *object, const char *where, const char *key)
{
	const struct json *map = read_object(r, object, where, key);
	struct strings list = { arena_array(r->arena, 2 * json_count(map) + 1, sizeof(char *)), 0 };
	for (const struct json *item = map ? map->child : NULL; item; item = item->next) {
		if (item->type != JSON_STRING) {
			error_set(r->error, "%s%s%s.%s must be a string", where, *where ? "." : "", key, item->key);
			break;
		}
		list.items[list.count++] = (char *)item->key;
		list.items[list.count++] = (char *)item->text;
	}
	return list;
}

static struct spec_hook parse_hook(struct reader *r, const struct json *json, const char *where)
{
	struct spec_hook hook = { .path = read_string(r, json, where, "path") };
	hook.args = read_strings(r, json, where, "args");
	hook.env = read_strings(r, json, where, "env");
	hook.env_given = json_get(json, "env") != NULL;
	if (!hook.path || hook.path[0] != '/')
		error_set(r->error, "%s.path must be an absolute path", where);
	if (read_int(r, json, where, "timeout", &hook.timeout) && hook.timeout <= 0)
		error_set(r->error, "%s.timeout must be above zero", where);
	return hook;
}

const char *const hook_names[HOOK_KINDS] = { "prestart", "createRuntime", "createContainer", "startContainer", "poststart",
	"poststop" };

void spec_parse_hooks(struct reader *r, const struct json *config, struct spec *spec)
{
	const struct json *hooks = read_object(r, config, "", "hooks");
	for (int kind = 0; kind < HOOK_KINDS; kind++) {
		const struct json *list = read_array(r, hooks, "hooks", hook_names[kind]);
		struct spec_hooks *to = &spec->hooks[kind];
		to->items = arena_array(r->arena, json_count(list), sizeof(*to->items));
		for (const struct json *item = list ? list->child : NULL; item; item = item->next)
			to->items[to->count++] = parse_hook(r, item, arena_print(r->arena, "hooks.%s", hook_names[kind]));
	}
}
