#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cgroup_systemd.h"
#include "cmd.h"
#include "io.h"
#include "state.h"

enum { RESOURCES = 'r', MEMORY = 256, SWAP, RESERVATION, SHARES, QUOTA, PERIOD, BURST, RT_PERIOD, RT_RUNTIME, IDLE, CPUS,
	MEMS, PIDS, BLKIO, KERNEL };

static const struct option options[] = { { "resources", 1, 0, RESOURCES }, { "memory", 1, 0, MEMORY },
	{ "memory-swap", 1, 0, SWAP }, { "memory-reservation", 1, 0, RESERVATION }, { "cpu-share", 1, 0, SHARES },
	{ "cpu-shares", 1, 0, SHARES }, { "cpu-quota", 1, 0, QUOTA }, { "cpu-period", 1, 0, PERIOD },
	{ "cpu-burst", 1, 0, BURST }, { "cpu-rt-period", 1, 0, RT_PERIOD }, { "cpu-rt-runtime", 1, 0, RT_RUNTIME },
	{ "cpu-idle", 1, 0, IDLE }, { "cpuset-cpus", 1, 0, CPUS }, { "cpuset-mems", 1, 0, MEMS },
	{ "pids-limit", 1, 0, PIDS }, { "blkio-weight", 1, 0, BLKIO }, { "kernel-memory", 1, 0, KERNEL },
	{ "kernel-memory-tcp", 1, 0, KERNEL }, { 0, 0, 0, 0 } };

static struct optional *field(struct spec_resources *r, int option)
{
	switch (option) {
	case MEMORY: return &r->memory;
	case SWAP: return &r->memory_swap;
	case RESERVATION: return &r->memory_reservation;
	case SHARES: return &r->cpu_shares;
	case QUOTA: return &r->cpu_quota;
	case PERIOD: return &r->cpu_period;
	case BURST: return &r->cpu_burst;
	case RT_PERIOD: return &r->rt_period;
	case RT_RUNTIME: return &r->rt_runtime;
	case IDLE: return &r->cpu_idle;
	case PIDS: return &r->pids;
	case BLKIO: return &r->blkio_weight;
	default: return NULL;
	}
}

/* "-" is standard input, as with runc. */
static int read_resources(const char *path, struct spec_resources *resources, struct error *e)
{
	size_t length;
	struct reader r = { &cmd_arena, e };
	if (strcmp(path, "-") == 0) {
		char *text = arena_alloc(&cmd_arena, 1 << 20);
		ssize_t n;
		for (length = 0; length < (1 << 20) && (n = read(0, text + length, (1 << 20) - length)) > 0;)
			length += (size_t)n;
		struct json *json = json_parse(&cmd_arena, text, length, e);
		if (json)
			spec_parse_resources(&r, json, "resources", resources);
		return failed(e) ? -1 : 0;
	}
	char *text = read_file(&cmd_arena, AT_FDCWD, path, 1 << 20, &length, e);
	struct json *json = text ? json_parse(&cmd_arena, text, length, e) : NULL;
	if (json)
		spec_parse_resources(&r, json, "resources", resources);
	return failed(e) ? -1 : 0;
}

/* "50M": with a unit, as runc takes them. */
static bool parse_bytes(const char *text, long long *value)
{
	static const char units[] = "bkmgt";
	char number[24];
	size_t digits = strspn(text, "0123456789");
	if (digits == 0 || digits >= sizeof(number))
		return parse_number(text, -1, INT64_MAX, value);
	snprintf(number, sizeof(number), "%.*s", (int)digits, text);
	const char *unit = text[digits] ? strchr(units, text[digits] | 0x20) : units;
	if (!unit || (text[digits] && text[digits + 1] && strcasecmp(text + digits + 1, "b") != 0 && strcasecmp(text + digits + 1, "ib") != 0))
		return false;
	int shift = (int)(unit - units) * 10;
	return parse_number(number, 0, INT64_MAX >> shift, value) && (*value <<= shift, true);
}

static int parse(int argc, char **argv, struct spec_resources *resources, struct error *e)
{
	for (int option; (option = getopt_long(argc, argv, "r:", options, NULL)) != -1;) {
		struct optional *number = field(resources, option);
		long long value;
		if (option == '?')
			return cmd_bad_option("update", argv, e);
		if (option == RESOURCES && read_resources(optarg, resources, e) != 0)
			return error_context(e, "update: %s", optarg);
		if (option == CPUS)
			resources->cpus = optarg;
		if (option == MEMS)
			resources->mems = optarg;
		if (!number)
			continue;
		bool bytes = option == MEMORY || option == SWAP || option == RESERVATION;
		if (!(bytes ? parse_bytes(optarg, &value) : parse_number(optarg, -1, INT64_MAX, &value)))
			return error_set(e, "update: %s is not a number of bytes, microseconds or the like", optarg);
		*number = (struct optional){ true, value };
	}
	return 0;
}

int cmd_update(int argc, char **argv, struct error *e)
{
	static struct spec_resources resources;
	struct state state;
	struct cgroup cgroup;
	if (parse(argc, argv, &resources, e) != 0)
		return -1;
	const char *id = cmd_container_id(argc, argv, optind, 1, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	if (!state_alive(&state))
		return error_set(e, "container not running");
	if (cgroup_open_path(&cgroup, &cmd_arena, state.cgroup, e) != 0
		|| cgroup_check(&cgroup, &resources, e) != 0)
		return -1;
	if (state.unit && scope_update(state.unit, &cgroup, &cmd_arena, state_spec(&state, &cmd_arena, e), &resources, e) != 0)
		return -1;
	return cgroup_set(&cgroup, &resources, e);
}
