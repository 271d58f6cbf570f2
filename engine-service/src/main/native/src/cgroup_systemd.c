#include "cgroup_systemd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "io.h"
#include "sys.h"
#include "systemd_properties.h"
#include "userns.h"

const char *cgroup_manager_option;

int scope_check_manager(struct error *e)
{
	struct stat status;
	if (!cgroup_manager_option || (lstat("/run/systemd/system", &status) == 0 && S_ISDIR(status.st_mode)))
		return 0;
	return error_set(e, "systemd is not running on this host, but %s was given", cgroup_manager_option);
}

/* The accounting is what makes systemd use the controllers. */
static void add_basics(struct text *to, const struct unit *unit, const char *id, bool v2)
{
	property_string(to, "Description", arena_print(to->arena, "davit-runtime container %s", id));
	if (unit->is_slice) {
		property_name(to, "Wants", "as");
		struct dbus_array wants = dbus_array_begin(to, 4);
		dbus_string(to, unit->slice);
		dbus_array_end(to, wants);
	} else {
		property_string(to, "Slice", unit->slice);
		property_bool(to, "Delegate", true);
	}
	property_bool(to, "MemoryAccounting", true);
	property_bool(to, "CPUAccounting", true);
	property_bool(to, v2 ? "IOAccounting" : "BlockIOAccounting", true);
	property_bool(to, "TasksAccounting", true);
	property_bool(to, "DefaultDependencies", false);
}

static int add_properties(struct scope *scope, struct arena *arena, const struct spec *spec, const char *id, bool v2, struct error *e)
{
	struct text *to = &scope->properties;
	*to = (struct text){ .arena = arena };
	add_basics(to, &scope->unit, id, v2);
	if (properties_of_annotations(to, spec->annotations, e) != 0)
		return -1;
	if (!userns_is_rootless()) { /* an ordinary user's systemd has no say in devices */
		size_t count;
		struct spec_device_rule *rules = cgroup_device_rules(&spec->resources, arena, &count);
		properties_of_devices(to, rules, count, v2, arena);
	}
	return properties_of_resources(to, &spec->resources, v2, scope->version, e);
}

int scope_prepare(struct scope *scope, struct arena *arena, const struct spec *spec, const char *id, const char **path, struct error *e)
{
	bool user = userns_is_rootless(), v2 = cgroup_is_v2();
	if (unit_parse(&scope->unit, arena, spec->cgroups_path, id, user, e) != 0)
		return -1;
	if (user && !v2)
		return error_set(e, "%s: an ordinary user's systemd manages cgroups of v2 only, this system has v1", cgroup_manager_option);
	*path = scope->unit.path;
	if (systemd_connect(&scope->systemd, arena, user, e) != 0 || (scope->version = systemd_version(&scope->systemd, e)) < 0
		|| add_properties(scope, arena, spec, id, v2, e) != 0) {
		systemd_close(&scope->systemd);
		return error_context(e, "%s", cgroup_manager_option);
	}
	return 0;
}

/* A scope cannot be without a process, and ends with its last one. The container's own comes only when the
 * limits are set; until then this one stands for it, and goes when the runtime goes. */
static pid_t make_placeholder(void)
{
	pid_t parent = getpid(), pid = fork();
	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	prctl(PR_SET_NAME, "davit-scope");
	close_inherited(0);
	for (;;)
		pause();
}

void scope_abandon(struct scope *scope)
{
	systemd_close(&scope->systemd);
	if (scope->placeholder <= 0)
		return;
	kill(scope->placeholder, SIGKILL);
	while (waitpid(scope->placeholder, NULL, 0) < 0 && errno == EINTR) {
	}
	scope->placeholder = 0;
}

static int start(struct scope *scope, struct arena *arena, const char **group, struct error *e)
{
	const struct unit *unit = &scope->unit;
	if (!unit->is_slice) {
		if ((scope->placeholder = make_placeholder()) < 0)
			return error_errno(e, "fork");
		property_name(&scope->properties, "PIDs", "au");
		struct dbus_array pids = dbus_array_begin(&scope->properties, 4);
		dbus_u32(&scope->properties, (uint32_t)scope->placeholder);
		dbus_array_end(&scope->properties, pids);
	}
	if (systemd_start(&scope->systemd, unit->name, &scope->properties, e) != 0)
		return -1;
	*group = systemd_group(&scope->systemd, unit->name, unit->is_slice, e);
	if (*group && (**group != '/' || !(*group)[1] || cgroup_check_path(*group + 1, e) != 0))
		error_set(e, "unit \"%s\" has no cgroup of its own", unit->name);
	if (!failed(e))
		return 0;
	scope_abandon(scope);
	scope_stop(unit->name, arena, &(struct error){ 0 });
	return -1;
}

int scope_start(struct scope *scope, struct cgroup *cgroup, struct arena *arena, struct error *e)
{
	const char *group = NULL;
	int result = start(scope, arena, &group, e);
	systemd_close(&scope->systemd);
	if (result != 0)
		return -1;
	cgroup->path = group + 1;
	cgroup->by_systemd = true;
	return 0;
}

int scope_limit(struct scope *scope, struct cgroup *cgroup, const struct spec *spec, struct error *e)
{
	struct spec_resources resources = spec->resources;
	quota_round(&resources);
	if (scope->placeholder > 0 && resources.pids.given && resources.pids.value > 0)
		resources.pids.value++;
	return cgroup_set(cgroup, &resources, e);
}

int scope_joined(struct scope *scope, struct cgroup *cgroup, const struct spec *spec, struct error *e)
{
	const struct spec_resources pids = { .pids = spec->resources.pids };
	bool counted = scope->placeholder > 0;
	scope_abandon(scope);
	return counted ? cgroup_set(cgroup, &pids, e) : 0;
}

/* A quota alone is one of the period that the group has, and a period alone one for its quota. */
static void complete_quota(struct cgroup *cgroup, struct spec_resources *r)
{
	struct hierarchy *h = cgroup_find(cgroup, "cpu");
	char quota[64] = "", period[64] = "";
	if (!h || h->group < 0 || r->cpu_quota.given == r->cpu_period.given)
		return;
	if (cgroup->v2) {
		if (read_small(h->group, "cpu.max", quota, sizeof(quota)) < 0)
			return;
		snprintf(period, sizeof(period), "%s", quota + strcspn(quota, " "));
	} else if (read_small(h->group, "cpu.cfs_quota_us", quota, sizeof(quota)) < 0
		|| read_small(h->group, "cpu.cfs_period_us", period, sizeof(period)) < 0)
		return;
	if (!r->cpu_period.given)
		r->cpu_period = (struct optional){ true, atoll(period) };
	else
		r->cpu_quota = (struct optional){ true, *quota == 'm' ? -1 : atoll(quota) };
}

static int set_held_still(struct systemd *systemd, const char *unit, const struct text *properties, struct cgroup *cgroup, struct arena *arena,
	const struct spec *spec, struct error *e)
{
	bool was_frozen = cgroup_is_frozen(cgroup), frozen = was_frozen || cgroup_freeze(cgroup, true, &(struct error){ 0 }) == 0;
	if (systemd_set(systemd, unit, properties, e) == 0)
		cgroup_set_devices(cgroup, spec, arena, e);
	if (frozen && !was_frozen)
		cgroup_freeze(cgroup, false, e);
	return failed(e) ? -1 : 0;
}

/* On v1 systemd writes the list of devices anew with everything else, "deny all" first, and what it cannot
 * say is not in it: meanwhile the container stands still, and then gets its own list back. */
int scope_update(const char *unit, struct cgroup *cgroup, struct arena *arena, const struct spec *spec, struct spec_resources *resources,
	struct error *e)
{
	struct systemd systemd;
	struct text properties = { .arena = arena };
	const struct hierarchy *memory = cgroup_find(cgroup, "memory");
	int version;
	if (!spec || (memory && cgroup_check_usage(memory, cgroup->v2 ? "memory.current" : "memory.usage_in_bytes", resources, e) != 0))
		return -1;
	complete_quota(cgroup, resources);
	quota_round(resources);
	if (systemd_connect(&systemd, arena, userns_is_rootless(), e) != 0)
		return -1;
	if ((version = systemd_version(&systemd, e)) >= 0 && properties_of_resources(&properties, resources, cgroup->v2, version, e) == 0
		&& properties.length) {
		if (cgroup->v2)
			systemd_set(&systemd, unit, &properties, e);
		else
			set_held_still(&systemd, unit, &properties, cgroup, arena, spec, e);
	}
	systemd_close(&systemd);
	return failed(e) ? -1 : 0;
}

int scope_stop(const char *unit, struct arena *arena, struct error *e)
{
	struct systemd systemd;
	if (systemd_connect(&systemd, arena, userns_is_rootless(), e) != 0)
		return -1;
	int result = systemd_stop(&systemd, unit, e);
	systemd_close(&systemd);
	return result;
}

bool scope_attaches(const char *unit) { return unit && userns_is_rootless(); }

int scope_attach(const char *unit, const char *path, struct arena *arena, pid_t pid, struct error *e)
{
	struct systemd systemd;
	const char *below = strstr(path, unit);
	below = below ? below + strlen(unit) : "";
	if (systemd_connect(&systemd, arena, userns_is_rootless(), e) != 0)
		return -1;
	int result = systemd_attach(&systemd, unit, *below ? below : "/", pid, e);
	systemd_close(&systemd);
	return result;
}
