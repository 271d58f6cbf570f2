/* Limits that name something: huge pages by size, RDMA and network devices, disks. */
#include <string.h>

#include "spec.h"

static bool good_page_size(const char *size)
{
	size_t digits = strspn(size, "0123456789");
	return digits > 0 && size[0] != '0' && digits < 10 && strchr("KMG", size[digits]) && strcmp(size + digits + 1, "B") == 0;
}

static void parse_hugepages(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.hugepageLimits";
	const struct json *list = read_array(r, resources, "linux.resources", "hugepageLimits");
	to->hugepages = arena_array(r->arena, json_count(list), sizeof(*to->hugepages));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_hugepage *page = &to->hugepages[to->hugepage_count++];
		page->size = read_string(r, item, where, "pageSize");
		read_uint(r, item, where, "limit", &page->limit);
		if (!page->size || !good_page_size(page->size))
			error_set(r->error, "%s.pageSize: %s is not a size such as 2MB", where, page->size ? page->size : "(none)");
	}
}

static bool one_word(const char *name) { return *name && !strpbrk(name, " \t\n/"); }

static void parse_rdma(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.rdma";
	const struct json *map = read_object(r, resources, "linux.resources", "rdma");
	to->rdma = arena_array(r->arena, json_count(map), sizeof(*to->rdma));
	for (const struct json *item = map ? map->child : NULL; item; item = item->next) {
		struct spec_rdma *device = &to->rdma[to->rdma_count++];
		if (item->type != JSON_OBJECT || !one_word(item->key))
			error_set(r->error, "%s: \"%s\" must be the name of a device, with an object", where, item->key);
		*device = (struct spec_rdma){ item->key, read_optional(r, item, where, "hcaHandles"), read_optional(r, item, where, "hcaObjects") };
		if ((device->handles.given && device->handles.value < 0) || (device->objects.given && device->objects.value < 0))
			error_set(r->error, "%s.%s: a limit must not be below 0", where, item->key);
	}
}

static void parse_network(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.network.priorities";
	const struct json *network = read_object(r, resources, "linux.resources", "network");
	const struct json *list = read_array(r, network, "linux.resources.network", "priorities");
	to->class_id = read_optional(r, network, "linux.resources.network", "classID");
	if (to->class_id.given && (to->class_id.value < 0 || to->class_id.value > UINT32_MAX))
		error_set(r->error, "linux.resources.network.classID must be between 0 and 4294967295");
	/* Zero is what every group has: no class. */
	to->class_id.given = to->class_id.given && to->class_id.value != 0;
	to->net_priorities = arena_array(r->arena, json_count(list), sizeof(*to->net_priorities));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_net_priority *priority = &to->net_priorities[to->net_priority_count++];
		uint64_t value = 0;
		priority->device = read_string(r, item, where, "name");
		read_uint(r, item, where, "priority", &value);
		if (!priority->device || !one_word(priority->device))
			error_set(r->error, "%s.name must be the name of a device", where);
		if (value > UINT32_MAX)
			error_set(r->error, "%s.priority must be below 4294967296", where);
		priority->priority = (uint32_t)value;
	}
}

static struct optional read_weight(struct reader *r, const struct json *item, const char *key)
{
	const char *where = "linux.resources.blockIO.weightDevice";
	struct optional weight = read_optional(r, item, where, key);
	weight.given = weight.given && weight.value != 0;
	if (weight.given && (weight.value < 1 || weight.value > 1000))
		error_set(r->error, "%s.%s must be between 10 and 1000", where, key);
	return weight;
}

static void parse_weights(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	const char *where = "linux.resources.blockIO.weightDevice";
	const struct json *list = read_array(r, read_object(r, resources, "linux.resources", "blockIO"), "linux.resources.blockIO",
		"weightDevice");
	to->weights = arena_array(r->arena, json_count(list), sizeof(*to->weights));
	for (const struct json *item = list ? list->child : NULL; item; item = item->next) {
		struct spec_weight *device = &to->weights[to->weight_count++];
		uint64_t major = 0, minor = 0;
		read_uint(r, item, where, "major", &major);
		read_uint(r, item, where, "minor", &minor);
		if (major > UINT32_MAX || minor > UINT32_MAX)
			error_set(r->error, "%s: major or minor is out of range", where);
		*device = (struct spec_weight){ (unsigned)major, (unsigned)minor, read_weight(r, item, "weight"), read_weight(r, item, "leafWeight") };
	}
}

void spec_parse_named_limits(struct reader *r, const struct json *resources, struct spec_resources *to)
{
	parse_hugepages(r, resources, to);
	parse_rdma(r, resources, to);
	parse_network(r, resources, to);
	parse_weights(r, resources, to);
}
