#include "systemd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "systemd_properties.h"
#include "systemd_unit.h"

#define MANAGER "org.freedesktop.systemd1.Manager"
static const char name[] = "org.freedesktop.systemd1", object[] = "/org/freedesktop/systemd1";
static const char jobs[] = "type='signal',interface='" MANAGER "',member='JobRemoved',path='/org/freedesktop/systemd1'";

/* JobRemoved: number, path of the job, unit, result. It may come before the answer that names the job. */
static void note_job(const struct dbus_message *signal, void *data)
{
	struct systemd *systemd = data;
	struct dbus_reader r = signal->body;
	if (strcmp(signal->member, "JobRemoved") != 0 || strcmp(signal->interface, MANAGER) != 0 || strcmp(signal->signature, "uoss") != 0)
		return;
	dbus_read_u32(&r);
	const char *job = dbus_read_string(&r), *unit = dbus_read_string(&r), *result = dbus_read_string(&r);
	if (r.bad || !systemd->unit || strcmp(unit, systemd->unit) != 0)
		return;
	snprintf(systemd->job, sizeof(systemd->job), "%s", job);
	snprintf(systemd->result, sizeof(systemd->result), "%s", result);
}

/* On a bus signals come only to those who asked for them. */
static int listen_on_bus(struct systemd *systemd, struct error *e)
{
	struct dbus_call match = { .path = "/org/freedesktop/DBus", .interface = "org.freedesktop.DBus", .member = "AddMatch",
		.signature = "s", .body = { .arena = systemd->bus.arena } };
	struct dbus_message reply;
	dbus_string(&match.body, jobs);
	if (dbus_hello(&systemd->bus, "org.freedesktop.DBus", e) != 0 || dbus_call(&systemd->bus, &match, &reply, e) != 0)
		return -1;
	systemd->bus.destination = name;
	return 0;
}

struct attempt {
	struct systemd *systemd;
	struct arena *arena;
	bool bus;
	struct text failures;
};

static int try_socket(const char *path, size_t length, void *data)
{
	struct attempt *a = data;
	struct error e = { 0 };
	if (dbus_connect(&a->systemd->bus, a->arena, path, length, &e) == 0 && (!a->bus || listen_on_bus(a->systemd, &e) == 0)) {
		a->systemd->bus.on_signal = note_job;
		a->systemd->bus.data = a->systemd;
		return 0;
	}
	dbus_close(&a->systemd->bus);
	text_print(&a->failures, "%s%s", a->failures.length ? "; " : "", e.text);
	return -1;
}

static int try_path(struct attempt *a, bool bus, const char *path)
{
	a->bus = bus;
	return try_socket(path, strlen(path), a);
}

static int try_address(struct attempt *a, const char *variable)
{
	const char *address = getenv(variable);
	a->bus = true;
	return address && *address ? dbus_address_each(a->arena, address, try_socket, a) : -1;
}

/* systemd's own socket asks nobody but systemd, and a system may have no bus at all. */
static int connect_any(struct attempt *a, bool user)
{
	if (!user)
		return (geteuid() == 0 && try_path(a, false, "/run/systemd/private") == 0) || try_address(a, "DBUS_SYSTEM_BUS_ADDRESS") == 0
			|| try_path(a, true, "/run/dbus/system_bus_socket") == 0 ? 0 : -1;
	const char *own = getenv("XDG_RUNTIME_DIR");
	if (try_address(a, "DBUS_SESSION_BUS_ADDRESS") == 0)
		return 0;
	if (own && *own)
		return try_path(a, true, arena_print(a->arena, "%s/bus", own)) == 0
			|| try_path(a, false, arena_print(a->arena, "%s/systemd/private", own)) == 0 ? 0 : -1;
	if (!a->failures.length)
		text_print(&a->failures, "neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set");
	return -1;
}

int systemd_connect(struct systemd *systemd, struct arena *arena, bool user, struct error *e)
{
	struct attempt attempt = { .systemd = systemd, .arena = arena, .failures = { .arena = arena } };
	*systemd = (struct systemd){ .bus = { .fd = -1 } };
	if (connect_any(&attempt, user) == 0)
		return 0;
	return error_set(e, "cannot reach %s: %s", user ? "this user's systemd" : "systemd", attempt.failures.data);
}

static struct dbus_call manager_call(struct systemd *systemd, const char *member, const char *signature)
{
	return (struct dbus_call){ .path = object, .interface = MANAGER, .member = member, .signature = signature,
		.body = { .arena = systemd->bus.arena } };
}

static const char *get_string(struct systemd *systemd, const char *path, const char *interface, const char *property, struct error *e)
{
	struct dbus_call get = { .path = path, .interface = "org.freedesktop.DBus.Properties", .member = "Get", .signature = "ss",
		.body = { .arena = systemd->bus.arena } };
	struct dbus_message reply;
	dbus_string(&get.body, interface);
	dbus_string(&get.body, property);
	if (dbus_call(&systemd->bus, &get, &reply, e) != 0)
		return NULL;
	bool text = strcmp(reply.signature, "v") == 0 && strcmp(dbus_read_signature(&reply.body), "s") == 0;
	const char *value = text ? dbus_read_string(&reply.body) : "";
	return arena_string(systemd->bus.arena, value);
}

int systemd_version(struct systemd *systemd, struct error *e)
{
	const char *version = get_string(systemd, object, MANAGER, "Version", e);
	return version ? atoi(version + strcspn(version, "0123456789")) : -1;
}

const char *systemd_group(struct systemd *systemd, const char *unit, bool is_slice, struct error *e)
{
	return get_string(systemd, unit_object_path(systemd->bus.arena, unit), is_slice ? "org.freedesktop.systemd1.Slice"
		: "org.freedesktop.systemd1.Scope", "ControlGroup", e);
}

/* The answer to the call names a job; its end is a signal. */
static int run_job(struct systemd *systemd, const char *unit, const struct dbus_call *call, struct error *e)
{
	struct dbus_message message;
	char job[sizeof(systemd->job)];
	systemd->unit = unit;
	systemd->job[0] = '\0';
	if (dbus_call(&systemd->bus, call, &message, e) != 0)
		return -1;
	snprintf(job, sizeof(job), "%s", strcmp(message.signature, "o") == 0 ? dbus_read_string(&message.body) : "");
	if (!*job)
		return error_set(e, "%s: systemd's answer names no job", call->member);
	while (strcmp(systemd->job, job) != 0) {
		if (dbus_next(&systemd->bus, &message, e) != 0)
			return -1;
		if (message.type == DBUS_SIGNAL)
			note_job(&message, systemd);
	}
	return strcmp(systemd->result, "done") == 0 ? 0 : error_set(e, "%s: got \"%s\"", call->member, systemd->result);
}

static bool failed_with(const struct systemd *systemd, const char *error)
{
	static const char prefix[] = "org.freedesktop.systemd1.";
	const char *is = systemd->bus.error_name;
	return strncmp(is, prefix, sizeof(prefix) - 1) == 0 && strcmp(is + sizeof(prefix) - 1, error) == 0;
}

static void reset_failed(struct systemd *systemd, const char *unit)
{
	struct dbus_call call = manager_call(systemd, "ResetFailedUnit", "s");
	struct dbus_message reply;
	struct error ignored = { 0 };
	dbus_string(&call.body, unit);
	dbus_call(&systemd->bus, &call, &reply, &ignored);
}

static void add_properties(struct text *to, const struct text *properties)
{
	struct dbus_array array = dbus_array_begin(to, 8);
	if (properties->length)
		text_add(to, properties->data, properties->length);
	dbus_array_end(to, array);
}

int systemd_start(struct systemd *systemd, const char *unit, const struct text *properties, struct error *e)
{
	struct dbus_call call = manager_call(systemd, "StartTransientUnit", "ssa(sv)a(sa(sv))");
	struct error first = { 0 };
	dbus_string(&call.body, unit);
	dbus_string(&call.body, "replace");
	add_properties(&call.body, properties);
	dbus_array_end(&call.body, dbus_array_begin(&call.body, 8)); /* no other units along with it */
	int result = run_job(systemd, unit, &call, &first);
	if (result != 0 && failed_with(systemd, "UnitExists")) {
		/* It may be the failed rest of an earlier one: systemd forgets that when it is told to. */
		first = (struct error){ 0 };
		reset_failed(systemd, unit);
		result = run_job(systemd, unit, &call, &first);
	} else if (result != 0 && !*systemd->bus.error_name)
		reset_failed(systemd, unit);
	return result == 0 ? 0 : error_set(e, "unable to start unit \"%s\": %s", unit, first.text);
}

int systemd_set(struct systemd *systemd, const char *unit, const struct text *properties, struct error *e)
{
	struct dbus_call call = manager_call(systemd, "SetUnitProperties", "sba(sv)");
	struct dbus_message reply;
	dbus_string(&call.body, unit);
	dbus_u32(&call.body, true); /* not beyond the next start of the system */
	add_properties(&call.body, properties);
	return dbus_call(&systemd->bus, &call, &reply, e) == 0 ? 0 : error_context(e, "unable to set properties of unit \"%s\"", unit);
}

int systemd_stop(struct systemd *systemd, const char *unit, struct error *e)
{
	struct dbus_call call = manager_call(systemd, "StopUnit", "ss");
	struct error problem = { 0 };
	dbus_string(&call.body, unit);
	dbus_string(&call.body, "replace");
	if (run_job(systemd, unit, &call, &problem) != 0 && !failed_with(systemd, "NoSuchUnit"))
		return error_set(e, "unable to stop unit \"%s\": %s", unit, problem.text);
	reset_failed(systemd, unit);
	return 0;
}

int systemd_attach(struct systemd *systemd, const char *unit, const char *group, pid_t pid, struct error *e)
{
	struct dbus_call call = manager_call(systemd, "AttachProcessesToUnit", "ssau");
	struct dbus_message reply;
	dbus_string(&call.body, unit);
	dbus_string(&call.body, group);
	struct dbus_array pids = dbus_array_begin(&call.body, 4);
	dbus_u32(&call.body, (uint32_t)pid);
	dbus_array_end(&call.body, pids);
	return dbus_call(&systemd->bus, &call, &reply, e) == 0 ? 0 : error_context(e, "unable to join unit \"%s\"", unit);
}

void systemd_close(struct systemd *systemd) { dbus_close(&systemd->bus); }
