/* Which devices a container may use: the rules of its configuration, then the ones no container
 * can do without. */
#include <string.h>

#include "cgroup.h"
#include "userns.h"

static const struct spec_device_rule defaults[] = {
	{ true, 'c', -1, -1, "m" }, { true, 'b', -1, -1, "m" },  /* mknod alone gives no access */
	{ true, 'c', 1, 3, "rwm" },    /* null */
	{ true, 'c', 1, 5, "rwm" },    /* zero */
	{ true, 'c', 1, 7, "rwm" },    /* full */
	{ true, 'c', 1, 8, "rwm" },    /* random */
	{ true, 'c', 1, 9, "rwm" },    /* urandom */
	{ true, 'c', 5, 0, "rwm" },    /* tty */
	{ true, 'c', 5, 1, "rwm" },    /* console */
	{ true, 'c', 5, 2, "rwm" },    /* ptmx */
	{ true, 'c', 136, -1, "rwm" }, /* pts */
};
enum { DEFAULTS = sizeof(defaults) / sizeof(defaults[0]) };

static bool whole(const char *access) { return strchr(access, 'r') && strchr(access, 'w') && strchr(access, 'm'); }

static bool allows_all(const struct spec_device_rule *rule)
{
	return rule->allow && rule->type == 'a' && rule->major < 0 && rule->minor < 0 && whole(rule->access);
}

static bool denies_all(const struct spec_device_rule *rule)
{
	return !rule->allow && rule->type == 'a' && rule->major < 0 && rule->minor < 0 && whole(rule->access);
}

/* Rules before the last "everything" rule have no effect: they are left out, for each costs a write. */
struct spec_device_rule *cgroup_device_rules(const struct spec_resources *resources, struct arena *arena, size_t *count)
{
	size_t first = 0;
	struct spec_device_rule *rules = arena_array(arena, resources->device_count + DEFAULTS, sizeof(*rules));
	for (size_t i = 0; i < resources->device_count; i++)
		if (denies_all(&resources->devices[i]))
			first = i + 1;
		else if (allows_all(&resources->devices[i]))
			first = i;
	*count = 0;
	for (size_t i = first; i < resources->device_count; i++)
		rules[(*count)++] = resources->devices[i];
	bool everything = *count != 0 && allows_all(&rules[0]);
	for (size_t i = 0; i < DEFAULTS && !everything; i++)
		rules[(*count)++] = defaults[i];
	return rules;
}

int cgroup_set_devices(struct cgroup *cgroup, const struct spec *spec, struct arena *arena, struct error *e)
{
	const struct hierarchy *h = cgroup_find(cgroup, "devices");
	size_t count;
	/* Without rights of his own on devices a user cannot hand any on. */
	if ((h && h->denied) || cgroup->count == 0 || (cgroup->by_systemd && userns_is_rootless()))
		return 0;
	struct spec_device_rule *rules = cgroup_device_rules(&spec->resources, arena, &count);
	return cgroup->v2 ? cgroup_v2_devices(cgroup, arena, rules, count, e) : cgroup_v1_devices(cgroup, rules, count, e);
}
