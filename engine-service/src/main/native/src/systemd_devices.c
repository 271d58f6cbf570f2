/* Device rules in order, each of which may allow or deny, as the plain list of what is allowed that systemd has. */
#include <string.h>

#include "systemd_properties.h"

struct allowed {
	char type; /* b or c */
	int64_t major, minor;
	unsigned access;
};
enum { READ = 1, WRITE = 2, MAKE = 4, ALL = 7 };

struct list {
	struct allowed *items;
	size_t count;
	bool everything; /* all that is not denied later is allowed */
	bool exact;      /* the list says all that the rules say */
};

static unsigned bits_of(const char *access)
{
	return (strchr(access, 'r') ? READ : 0) | (strchr(access, 'w') ? WRITE : 0) | (strchr(access, 'm') ? MAKE : 0);
}

static bool same(const struct allowed *a, const struct allowed *b) { return a->type == b->type && a->major == b->major && a->minor == b->minor; }

static bool overlaps(const struct allowed *a, const struct allowed *b)
{
	return a->type == b->type && (a->major < 0 || b->major < 0 || a->major == b->major)
		&& (a->minor < 0 || b->minor < 0 || a->minor == b->minor);
}

static bool covers(const struct allowed *wide, const struct allowed *narrow)
{
	return wide->type == narrow->type && (wide->major < 0 || wide->major == narrow->major) && (wide->minor < 0 || wide->minor == narrow->minor);
}

static void allow(struct list *list, const struct allowed *more)
{
	for (size_t i = 0; i < list->count; i++)
		if (same(&list->items[i], more)) {
			list->items[i].access |= more->access;
			return;
		}
	list->items[list->count++] = *more;
}

/* What is denied in part only is taken out as a whole: this list must not be wider than the rules. */
static void deny(struct list *list, const struct allowed *less)
{
	for (size_t i = 0; i < list->count; i++)
		if (overlaps(&list->items[i], less) && (list->items[i].access & less->access)) {
			list->exact = list->exact && covers(less, &list->items[i]);
			list->items[i].access &= ~less->access;
		}
}

static void apply(struct list *list, const struct spec_device_rule *rule)
{
	bool whole = rule->type == 'a' && rule->major < 0 && rule->minor < 0 && bits_of(rule->access) == ALL;
	if (whole) {
		*list = (struct list){ list->items, 0, rule->allow, true };
		return;
	}
	if (list->everything) { /* "everything but this" cannot be said */
		list->exact = list->exact && rule->allow;
		return;
	}
	for (const char *type = "bc"; *type; type++) {
		const struct allowed item = { *type, rule->major, rule->minor, bits_of(rule->access) };
		if (rule->type == 'a' || rule->type == *type)
			(rule->allow ? allow : deny)(list, &item);
	}
}

/* "/dev/char/1:3", "char-136" or "char-*"; NULL for any major number with one minor, which systemd has no words for. */
static const char *path_of(const struct allowed *item, struct arena *arena)
{
	const char *kind = item->type == 'b' ? "block" : "char";
	if (item->major < 0)
		return item->minor < 0 ? arena_print(arena, "%s-*", kind) : NULL;
	if (item->minor < 0)
		return arena_print(arena, "%s-%lld", kind, (long long)item->major);
	return arena_print(arena, "/dev/%s/%lld:%lld", kind, (long long)item->major, (long long)item->minor);
}

static void add_list(struct text *to, const struct list *list, struct arena *arena)
{
	property_name(to, "DeviceAllow", "a(ss)");
	struct dbus_array entries = dbus_array_begin(to, 8);
	for (size_t i = 0; i < list->count; i++) {
		const struct allowed *item = &list->items[i];
		const char *path = path_of(item, arena);
		if (!path || !item->access)
			continue;
		dbus_align(to, 8);
		dbus_string(to, path);
		dbus_string(to, arena_print(arena, "%s%s%s", item->access & READ ? "r" : "", item->access & WRITE ? "w" : "",
			item->access & MAKE ? "m" : ""));
	}
	dbus_array_end(to, entries);
}

void properties_of_devices(struct text *to, const struct spec_device_rule *rules, size_t count, bool v2, struct arena *arena)
{
	struct list list = { arena_array(arena, 2 * count + 1, sizeof(struct allowed)), 0, false, true };
	const struct list none = { NULL, 0, false, true };
	for (size_t i = 0; i < count; i++)
		apply(&list, &rules[i]);
	for (size_t i = 0; i < list.count; i++)
		list.exact = list.exact && (!list.items[i].access || path_of(&list.items[i], arena));
	bool open = list.exact ? list.everything : v2;
	add_list(to, &none, arena); /* what the unit had before goes */
	property_string(to, "DevicePolicy", open ? "auto" : "strict");
	if (!open && !list.everything && list.count)
		add_list(to, &list, arena);
}
