#include <string.h>
#include <sys/resource.h>

#include "caps.h"
#include "rlimits.h"
#include "spec.h"

static void parse_user(struct reader *r, const struct json *process, struct spec_process *to)
{
	const struct json *user = read_object(r, process, "process", "user");
	uint64_t umask;
	read_id(r, user, "process.user", "uid", &to->uid);
	read_id(r, user, "process.user", "gid", &to->gid);
	to->umask = 0022;
	if (read_uint(r, user, "process.user", "umask", &umask)) {
		to->umask_given = true;
		to->umask = (mode_t)(umask & 0777);
	}
	const struct json *groups = read_array(r, user, "process.user", "additionalGids");
	to->groups = arena_array(r->arena, json_count(groups), sizeof(gid_t));
	for (const struct json *item = groups ? groups->child : NULL; item; item = item->next) {
		struct json named = *item, holder = { .type = JSON_OBJECT, .child = &named };
		named.key = "additionalGids";
		named.next = NULL;
		if (!read_id(r, &holder, "process.user", "additionalGids", &to->groups[to->group_count++]))
			error_set(r->error, "process.user.additionalGids must hold numbers");
	}
}

/* Unknown names are left out, as runc does: a newer client may know more than this kernel. */
static void note_unknown(struct strings *unknown, char *name)
{
	for (size_t i = 0; i < unknown->count; i++)
		if (strcmp(unknown->items[i], name) == 0)
			return;
	unknown->items[unknown->count++] = name;
}

static uint64_t parse_caps_set(struct reader *r, const struct json *caps, const char *key, struct strings *unknown)
{
	struct strings names = read_strings(r, caps, "process.capabilities", key);
	char **list = arena_array(r->arena, unknown->count + names.count + 1, sizeof(char *));
	uint64_t set = 0;
	if (unknown->count)
		memcpy(list, unknown->items, unknown->count * sizeof(char *));
	unknown->items = list;
	for (size_t i = 0; i < names.count; i++) {
		int number = cap_number(names.items[i]);
		if (number >= 0)
			set |= UINT64_C(1) << number;
		else
			note_unknown(unknown, names.items[i]);
	}
	return set;
}

static void parse_caps(struct reader *r, const struct json *process, struct spec_caps *to)
{
	const struct json *caps = read_object(r, process, "process", "capabilities");
	to->given = caps != NULL;
	to->bounding = parse_caps_set(r, caps, "bounding", &to->unknown);
	to->effective = parse_caps_set(r, caps, "effective", &to->unknown);
	to->inheritable = parse_caps_set(r, caps, "inheritable", &to->unknown);
	to->permitted = parse_caps_set(r, caps, "permitted", &to->unknown);
	to->ambient = parse_caps_set(r, caps, "ambient", &to->unknown);
}

static void parse_rlimits(struct reader *r, const struct json *process, struct spec_process *to)
{
	const struct json *list = read_array(r, process, "process", "rlimits");
	to->rlimits = arena_array(r->arena, json_count(list), sizeof(*to->rlimits));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_rlimit *limit = &to->rlimits[to->rlimit_count];
		limit->name = read_string(r, item, "process.rlimits", "type");
		limit->resource = limit->name ? rlimit_number(limit->name) : -1;
		if (limit->resource < 0)
			error_set(r->error, "process.rlimits: the type %s is unknown", limit->name ? limit->name : "(none)");
		for (size_t i = 0; i < to->rlimit_count; i++)
			if (to->rlimits[i].resource == limit->resource)
				error_set(r->error, "process.rlimits: %s stands there twice", limit->name);
		read_uint(r, item, "process.rlimits", "soft", &limit->soft);
		read_uint(r, item, "process.rlimits", "hard", &limit->hard);
		to->rlimit_count++;
	}
}

static void parse_terminal(struct reader *r, const struct json *process, struct spec_process *to)
{
	uint64_t height = 0, width = 0;
	const struct json *size = read_object(r, process, "process", "consoleSize");
	to->terminal = read_bool(r, process, "process", "terminal");
	read_uint(r, size, "process.consoleSize", "height", &height);
	read_uint(r, size, "process.consoleSize", "width", &width);
	to->rows = (unsigned short)height;
	to->columns = (unsigned short)width;
}

int spec_parse_process(struct reader *r, const struct json *process, struct spec_process *to)
{
	int64_t score;
	if (process->type != JSON_OBJECT)
		return error_set(r->error, "process must be an object");
	parse_terminal(r, process, to);
	parse_user(r, process, to);
	to->args = read_strings(r, process, "process", "args");
	to->env = read_strings(r, process, "process", "env");
	to->cwd = read_string(r, process, "process", "cwd");
	to->no_new_privileges = read_bool(r, process, "process", "noNewPrivileges");
	parse_caps(r, process, &to->caps);
	parse_rlimits(r, process, to);
	if (read_int(r, process, "process", "oomScoreAdj", &score)) {
		to->oom_score_given = true;
		to->oom_score = (int)score;
		if (score < -1000 || score > 1000)
			error_set(r->error, "process.oomScoreAdj must be between -1000 and 1000");
	}
	spec_parse_scheduling(r, process, to);
	to->apparmor = read_string(r, process, "process", "apparmorProfile");
	to->selinux = read_string(r, process, "process", "selinuxLabel");
	if (to->args.count == 0)
		error_set(r->error, "process.args must not be empty");
	if (!to->cwd || to->cwd[0] != '/')
		error_set(r->error, "process.cwd must be an absolute path");
	return failed(r->error) ? -1 : 0;
}
