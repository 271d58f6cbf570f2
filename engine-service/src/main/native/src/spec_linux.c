#include <sched.h>
#include <string.h>
#include <sys/stat.h>

#include "spec.h"
#include "sys.h"

static const struct {
	const char *type;
	int flag;
} namespaces[NS_KINDS] = {
	[NS_PID] = { "pid", CLONE_NEWPID },
	[NS_NETWORK] = { "network", CLONE_NEWNET },
	[NS_IPC] = { "ipc", CLONE_NEWIPC },
	[NS_UTS] = { "uts", CLONE_NEWUTS },
	[NS_MOUNT] = { "mount", CLONE_NEWNS },
	[NS_CGROUP] = { "cgroup", CLONE_NEWCGROUP },
	[NS_TIME] = { "time", CLONE_NEWTIME },
	[NS_USER] = { "user", CLONE_NEWUSER },
};

int namespace_flag(int kind) { return namespaces[kind].flag; }
const char *namespace_name(int kind) { return namespaces[kind].type; }

bool spec_new_namespace(const struct spec *spec, int kind)
{
	return spec->namespaces[kind].wanted && !spec->namespaces[kind].path;
}

static void parse_namespace(struct reader *r, const struct json *item, struct spec *spec)
{
	const char *type = read_string(r, item, "linux.namespaces", "type");
	const char *path = read_string(r, item, "linux.namespaces", "path");
	if (!type) {
		error_set(r->error, "linux.namespaces: a type is missing");
		return;
	}
	for (int kind = 0; kind < NS_KINDS; kind++) {
		struct spec_namespace *ns = &spec->namespaces[kind];
		if (strcmp(type, namespaces[kind].type) != 0)
			continue;
		if (ns->wanted)
			error_set(r->error, "linux.namespaces: %s stands there twice", type);
		if (path && *path && path[0] != '/')
			error_set(r->error, "linux.namespaces: the path of %s must be absolute", type);
		ns->wanted = true;
		ns->path = path && *path ? path : NULL;
		return;
	}
	error_set(r->error, "linux.namespaces: the type %s is not supported", type);
}

static void parse_namespaces(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const struct json *list = read_array(r, linux_, "linux", "namespaces");
	for (const struct json *item = list ? list->child : NULL; item; item = item->next)
		parse_namespace(r, item, spec);
}

static mode_t device_type(struct reader *r, const char *type)
{
	if (type && (strcmp(type, "c") == 0 || strcmp(type, "u") == 0))
		return S_IFCHR;
	if (type && strcmp(type, "b") == 0)
		return S_IFBLK;
	if (type && strcmp(type, "p") == 0)
		return S_IFIFO;
	error_set(r->error, "linux.devices: the type %s is unknown", type ? type : "(none)");
	return 0;
}

static void parse_devices(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const char *where = "linux.devices";
	const struct json *list = read_array(r, linux_, "linux", "devices");
	spec->devices = arena_array(r->arena, json_count(list), sizeof(*spec->devices));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_device *device = &spec->devices[spec->device_count++];
		uint64_t major = 0, minor = 0, mode = 0666;
		device->tree = -1;
		device->path = read_string(r, item, where, "path");
		for (size_t end = device->path ? strlen(device->path) : 0; end > 1 && device->path[end - 1] == '/'; end--)
			device->path = arena_copy(r->arena, device->path, end - 1);
		device->type = device_type(r, read_string(r, item, where, "type"));
		read_uint(r, item, where, "major", &major);
		read_uint(r, item, where, "minor", &minor);
		read_uint(r, item, where, "fileMode", &mode);
		read_id(r, item, where, "uid", &device->uid);
		read_id(r, item, where, "gid", &device->gid);
		device->major = (unsigned)major;
		device->minor = (unsigned)minor;
		device->mode = (mode_t)(mode & 07777);
		if (!device->path || device->path[0] != '/')
			error_set(r->error, "linux.devices: path must be absolute");
	}
}

/* A sysctl that no namespace of the container confines would change the host. */
static bool sysctl_is_namespaced(const struct spec *spec, const char *name)
{
	static const char *const ipc[] = { "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall",
		"kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced" };
	for (size_t i = 0; i < sizeof(ipc) / sizeof(ipc[0]); i++)
		if (strcmp(name, ipc[i]) == 0)
			return spec->namespaces[NS_IPC].wanted;
	if (strncmp(name, "fs.mqueue.", 10) == 0)
		return spec->namespaces[NS_IPC].wanted;
	if (strncmp(name, "net.", 4) == 0)
		return spec->namespaces[NS_NETWORK].wanted;
	if (strcmp(name, "kernel.domainname") == 0)
		return spec->namespaces[NS_UTS].wanted;
	return false;
}

static void parse_sysctl(struct reader *r, const struct json *linux_, struct spec *spec)
{
	spec->sysctl = read_pairs(r, linux_, "linux", "sysctl");
	for (size_t i = 0; i < spec->sysctl.count; i += 2) {
		char *name = spec->sysctl.items[i];
		if (strstr(name, "..") || name[0] == '/' || name[0] == '.')
			error_set(r->error, "linux.sysctl: %s is not a name", name);
		/* "net/ipv4/..." is the other spelling, in which dots are part of the names. */
		char *dotted = arena_string(r->arena, name);
		for (char *c = dotted; !strchr(name, '.') && *c; c++)
			*c = *c == '/' ? '.' : *c;
		if (!sysctl_is_namespaced(spec, dotted))
			error_set(r->error, "linux.sysctl: %s is not in a namespace of the container", name);
	}
}

static void parse_rootfs_propagation(struct reader *r, const struct json *linux_, struct spec *spec)
{
	const char *name = read_string(r, linux_, "linux", "rootfsPropagation");
	if (!name || !*name)
		return;
	spec->rootfs_propagation = propagation_of(name);
	if (!spec->rootfs_propagation)
		error_set(r->error, "linux.rootfsPropagation: %s is unknown", name);
}

void spec_parse_linux(struct reader *r, const struct json *config, struct spec *spec)
{
	const struct json *linux_ = read_object(r, config, "", "linux");
	if (!linux_)
		error_set(r->error, "linux is missing");
	parse_namespaces(r, linux_, spec);
	spec_parse_ids(r, linux_, spec);
	parse_devices(r, linux_, spec);
	parse_sysctl(r, linux_, spec);
	parse_rootfs_propagation(r, linux_, spec);
	spec->cgroups_path = read_string(r, linux_, "linux", "cgroupsPath");
	spec_parse_resources(r, read_object(r, linux_, "linux", "resources"), "linux.resources", &spec->resources);
	spec->masked_paths = read_strings(r, linux_, "linux", "maskedPaths");
	spec->readonly_paths = read_strings(r, linux_, "linux", "readonlyPaths");
	spec_parse_host_parts(r, linux_, spec);
	spec->seccomp = read_object(r, linux_, "linux", "seccomp");
}
