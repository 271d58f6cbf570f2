/* The limits that name something: huge pages by size, RDMA and network devices, disks. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cgroup.h"
#include "io.h"
#include "sys.h"

/* Reserved pages are limited too where the kernel can: the limit on use alone is a SIGBUS later. */
static int set_hugepages(const struct hierarchy *h, const struct spec_resources *r, const char *suffix, struct error *e)
{
	for (size_t i = 0; i < r->hugepage_count; i++) {
		const struct spec_hugepage *page = &r->hugepages[i];
		char file[64];
		struct error missing = { 0 };
		snprintf(file, sizeof(file), "hugetlb.%s.%s", page->size, suffix);
		if (cgroup_write(h, file, e, "%llu", (unsigned long long)page->limit) != 0)
			return error_context(e, "linux.resources.hugepageLimits");
		snprintf(file, sizeof(file), "hugetlb.%s.rsvd.%s", page->size, suffix);
		if (cgroup_write(h, file, &missing, "%llu", (unsigned long long)page->limit) != 0 && errno != ENOENT) {
			*e = missing;
			return error_context(e, "linux.resources.hugepageLimits");
		}
	}
	return 0;
}

int cgroup_set_rdma(const struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	for (size_t i = 0; i < r->rdma_count; i++) {
		const struct spec_rdma *device = &r->rdma[i];
		char handles[48] = "", objects[48] = "";
		if (device->handles.given)
			snprintf(handles, sizeof(handles), " hca_handle=%lld", (long long)device->handles.value);
		if (device->objects.given)
			snprintf(objects, sizeof(objects), " hca_object=%lld", (long long)device->objects.value);
		if (cgroup_write(h, "rdma.max", e, "%s%s%s", device->device, handles, objects) != 0)
			return error_context(e, "linux.resources.rdma");
	}
	return 0;
}

/* Each scheduler has had files of its own: CFQ's, gone since 5.0, and BFQ's. */
static int set_v1_weights(const struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	for (size_t i = 0; i < r->weight_count; i++) {
		const struct spec_weight *device = &r->weights[i];
		char line[80];
		snprintf(line, sizeof(line), "%u:%u %lld", device->major, device->minor, (long long)device->weight.value);
		if (device->weight.given && write_file(h->group, "blkio.weight_device", line) != 0
			&& cgroup_write(h, "blkio.bfq.weight_device", e, "%s", line) != 0)
			return error_context(e, "linux.resources.blockIO.weightDevice");
		if (device->leaf.given && cgroup_write(h, "blkio.leaf_weight_device", e, "%u:%u %lld", device->major, device->minor,
			(long long)device->leaf.value) != 0)
			return error_context(e, "linux.resources.blockIO.weightDevice");
	}
	if (r->blkio_leaf_weight.given)
		return cgroup_write(h, "blkio.leaf_weight", e, "%lld", (long long)r->blkio_leaf_weight.value);
	return 0;
}

static int set_priorities(const struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	for (size_t i = 0; i < r->net_priority_count; i++)
		if (cgroup_write(h, "net_prio.ifpriomap", e, "%s %u", r->net_priorities[i].device, r->net_priorities[i].priority) != 0)
			return error_context(e, "linux.resources.network.priorities");
	return 0;
}

static struct hierarchy *need(struct cgroup *cgroup, bool asked, const char *controller, const char *field, struct error *e)
{
	struct hierarchy *h = asked ? cgroup_find(cgroup, controller) : NULL;
	if (asked && (!h || (h->group < 0 && !h->denied)))
		error_set(e, "linux.resources.%s: this system has no %s cgroup", field, controller);
	return h;
}

int cgroup_v1_set_devices(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	struct hierarchy *pages = need(cgroup, r->hugepage_count != 0, "hugetlb", "hugepageLimits", e);
	struct hierarchy *rdma = need(cgroup, r->rdma_count != 0, "rdma", "rdma", e);
	struct hierarchy *class = need(cgroup, r->class_id.given, "net_cls", "network.classID", e);
	struct hierarchy *priorities = need(cgroup, r->net_priority_count != 0, "net_prio", "network.priorities", e);
	struct hierarchy *disks = need(cgroup, r->weight_count || r->blkio_leaf_weight.given, "blkio", "blockIO", e);
	if (failed(e))
		return -1;
	if (class && cgroup_write(class, "net_cls.classid", e, "%lld", (long long)r->class_id.value) != 0)
		return error_context(e, "linux.resources.network.classID");
	return (pages && set_hugepages(pages, r, "limit_in_bytes", e)) || (rdma && cgroup_set_rdma(rdma, r, e))
		|| (priorities && set_priorities(priorities, r, e)) || (disks && set_v1_weights(disks, r, e)) ? -1 : 0;
}

static int set_v2_weights(const struct hierarchy *h, const struct spec_resources *r, struct error *e)
{
	for (size_t i = 0; i < r->weight_count; i++) {
		const struct spec_weight *device = &r->weights[i];
		char line[80];
		snprintf(line, sizeof(line), "%u:%u %lld", device->major, device->minor, (long long)device->weight.value);
		if (!device->weight.given || write_file(h->group, "io.bfq.weight", line) == 0)
			continue;
		if (cgroup_write(h, "io.weight", e, "%u:%u %lld", device->major, device->minor,
			cgroup_v2_io_weight(device->weight.value)) != 0)
			return error_context(e, "linux.resources.blockIO.weightDevice");
	}
	return 0;
}

int cgroup_v2_set_devices(struct cgroup *cgroup, const struct spec_resources *r, struct error *e)
{
	const struct hierarchy *h = &cgroup->hierarchies[0];
	return set_hugepages(h, r, "max", e) || cgroup_set_rdma(h, r, e) || set_v2_weights(h, r, e) ? -1 : 0;
}
