#include "systemd_unit.h"

#include <string.h>

#include "text.h"

static const char suffix[] = ".slice";
enum { SUFFIX = sizeof(suffix) - 1, MAX_NAME = 255 };

static bool has_suffix(const char *name)
{
	size_t length = strlen(name);
	return length > SUFFIX && strcmp(name + length - SUFFIX, suffix) == 0;
}

static int check_name(const char *name, struct error *e)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-_.\\@";
	if (strlen(name) <= MAX_NAME && name[strspn(name, allowed)] == '\0')
		return 0;
	return error_set(e, "linux.cgroupsPath: %.300s is not a name that a systemd unit can have", name);
}

/* A dash in the name of a slice leads down: "a-b.slice" is /a.slice/a-b.slice. */
static const char *expand(struct arena *arena, const char *slice, struct error *e)
{
	struct text path = { .arena = arena };
	size_t length = strlen(slice) - (has_suffix(slice) ? SUFFIX : 0);
	text_add(&path, "", 0);
	if (strcmp(slice, "-.slice") == 0)
		return path.data;
	bool good = has_suffix(slice) && slice[0] != '-' && slice[length - 1] != '-' && !strstr(slice, "--");
	if (!good || check_name(slice, e) != 0) {
		error_set(e, "linux.cgroupsPath: invalid slice name: %s", slice);
		return NULL;
	}
	for (size_t end = 1; end <= length; end++)
		if (end == length || slice[end] == '-')
			text_print(&path, "/%.*s%s", (int)end, slice, suffix);
	return path.data;
}

int unit_parse(struct unit *unit, struct arena *arena, const char *cgroups_path, const char *id, bool user, struct error *e)
{
	char *text = cgroups_path && *cgroups_path ? arena_string(arena, cgroups_path) : arena_print(arena, ":runc:%s", id);
	char *prefix = strchr(text, ':'), *name = prefix ? strchr(prefix + 1, ':') : NULL;
	if (!name || strchr(name + 1, ':'))
		return error_set(e, "expected cgroupsPath to be of format \"slice:prefix:name\" for systemd cgroups, got \"%s\" instead", text);
	*prefix++ = *name++ = '\0';
	unit->slice = strcmp(text, "-") == 0 ? "-.slice" : *text ? text : user ? "user.slice" : "system.slice";
	unit->is_slice = has_suffix(name);
	unit->name = unit->is_slice ? name : arena_print(arena, "%s-%s.scope", prefix, name);
	const char *slice = expand(arena, unit->slice, e);
	if (!slice || check_name(unit->name, e) != 0)
		return -1;
	unit->path = unit->is_slice ? expand(arena, unit->name, e) : arena_print(arena, "%s/%s", slice, unit->name);
	return unit->path ? 0 : -1;
}

const char *unit_object_path(struct arena *arena, const char *name)
{
	struct text path = { .arena = arena };
	text_print(&path, "/org/freedesktop/systemd1/unit/");
	for (const char *c = name; *c; c++) {
		bool digit = *c >= '0' && *c <= '9';
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (digit && c != name))
			text_add(&path, c, 1);
		else
			text_print(&path, "_%02x", (unsigned char)*c);
	}
	return path.data;
}
