/* libFuzzer: any bytes as config.json, as a process object and as a seccomp profile. What is accepted must hold
 * together; what is refused must say why. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "seccomp.h"
#include "spec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check(const struct spec *spec)
{
	must(spec->rootfs && spec->rootfs[0] == '/');
	for (size_t i = 0; i < spec->mount_count; i++)
		must(spec->mounts[i].destination && spec->mounts[i].destination[0] == '/' && (spec->mounts[i].bind || spec->mounts[i].type));
	for (size_t i = 0; i < spec->device_count; i++)
		must(spec->devices[i].path && spec->devices[i].path[0] == '/');
	for (int kind = 0; kind < HOOK_KINDS; kind++)
		for (size_t i = 0; i < spec->hooks[kind].count; i++)
			must(spec->hooks[kind].items[i].path && spec->hooks[kind].items[i].path[0] == '/');
	for (size_t i = 0; i < spec->sysctl.count; i += 2)
		must(!strstr(spec->sysctl.items[i], ".."));
	if (spec->process_given)
		must(spec->process.args.count > 0 && spec->process.cwd && spec->process.cwd[0] == '/');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct error e = { 0 };
	struct spec *spec = spec_parse(&arena, (const char *)data, size, "/bundle", &e);
	must(!spec == failed(&e) && (spec || e.text[0]));
	if (spec)
		check(spec);
	e = (struct error){ 0 };
	struct json *json = json_parse(&arena, (const char *)data, size, &e);
	must(!json == failed(&e));
	const struct json *profile = json ? json_get(json, "linux") : NULL;
	profile = profile && json_get(profile, "seccomp") ? json_get(profile, "seccomp") : json;
	struct error bad = { 0 };
	struct seccomp_filter *filter = profile ? seccomp_compile(&arena, profile, &bad) : NULL;
	must(!profile || !filter == failed(&bad));
	must(!filter || (filter->length > 0 && filter->length <= 32768));
	arena_free(&arena);
	return 0;
}
