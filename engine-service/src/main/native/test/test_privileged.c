/* What needs privileges, against a fake of the kernel: the order of the calls, and what remains when one fails. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "caps.h"
#include "fake_sys.h"
#include "mounts.h"
#include "rootfs.h"
#include "sys.h"
#include "unit.h"

static char directory[] = "/tmp/davit-unit-XXXXXX";

static struct spec a_spec(void)
{
	struct spec spec = { .rootfs = directory, .root_tree = -1 };
	spec.namespaces[NS_MOUNT].wanted = true;
	return spec;
}

static int enter(const struct spec *spec, struct error *e)
{
	int root = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int result = rootfs_enter(root, spec, e);
	close(root);
	return result;
}

static int enter_private(struct error *e)
{
	struct spec spec = a_spec();
	spec.rootfs_propagation = MS_PRIVATE | MS_REC;
	return enter(&spec, e);
}

static int enter_without_namespace(struct error *e)
{
	struct spec spec = a_spec();
	spec.namespaces[NS_MOUNT].wanted = false;
	return enter(&spec, e);
}

static int prepare(struct error *e)
{
	/* A /dev from outside, so that no devices are made. */
	struct spec_mount mounts[] = { { .destination = "/dev", .source = "/", .bind = true, .recursive_bind = true, .tree = -1, .mapping = -1,
		.set = MOUNT_ATTR_RDONLY, .propagation = MS_SLAVE } };
	struct spec spec = a_spec();
	spec.mounts = mounts;
	spec.mount_count = 1;
	int root = rootfs_prepare(&spec, NULL, e);
	if (root >= 0)
		close(root);
	return root < 0 ? -1 : 0;
}

static int mount_tmpfs(struct error *e)
{
	char *items[] = { "size=1k", "noswap" };
	struct strings data = { items, 2 };
	int fd = mount_new("tmpfs", "source", &data, MOUNT_ATTR_RDONLY, e);
	if (fd >= 0)
		close(fd);
	return fd < 0 ? -1 : 0;
}

static int apply_caps(struct error *e)
{
	/* CAP_KILL is ambient, CAP_CHOWN permitted only */
	struct spec_caps caps = { .given = true, .bounding = 0x21, .effective = 0x20, .permitted = 0x21, .inheritable = 0x20,
		.ambient = 0x21 };
	return caps_apply(&caps, 0, e);
}

/* Each call in turn is refused: the error must say so, and no descriptor may be left. */
static void survives_every_failure(int (*work)(struct error *e), const char *expected)
{
	struct error e = { 0 };
	fake_begin(0, 0);
	CHECK(work(&e) == 0);
	int calls = fake_calls(), before = fake_open_descriptors();
	CHECK_TEXT(fake_end(), expected);
	for (int i = 1; i <= calls; i++) {
		struct error refused = { 0 };
		fake_begin(i, EPERM);
		int result = work(&refused);
		int made = fake_calls();
		fake_end();
		CHECK(result == -1 && strstr(refused.text, "operation not permitted") != NULL);
		CHECK(made == i); /* nothing goes on after a failure */
		CHECK(fake_open_descriptors() == before);
	}
}

static void drops_what_is_not_in_the_bounding_set(void)
{
	struct error e = { 0 };
	struct spec_caps caps = { .bounding = ~UINT64_C(0) & ~(UINT64_C(1) << 21) };
	fake_begin(0, 0);
	CHECK(caps_drop_bounding(&caps, &e) == 0);
	CHECK_TEXT(fake_end(), "drop21 ");
}

void test_privileged(void)
{
	if (!mkdtemp(directory))
		abort();
	/* The old root is a slave before it is unmounted: the host keeps its mounts. */
	survives_every_failure(enter_private,
		"fchdir pivot_root(.,.) mount_setattr(rslave) fchdir umount(.,lazily) chdir(/) mount_setattr(rprivate) ");
	/* chroot changes this process alone, pivot_root would change the host. */
	survives_every_failure(enter_without_namespace, "fchdir chroot(.) chdir(/) ");
	/* The host is detached from before anything is mounted; mounts go from descriptor to descriptor, and are read-only
	 * before anybody can see them. */
	survives_every_failure(prepare, "mount(/,rslave) open_tree(r) move_mount(,) open_tree(r) mount_setattr(ro) move_mount(,) "
		"mount_setattr(slave) ");
	survives_every_failure(mount_tmpfs,
		"fsopen(tmpfs) fsconfig(source=source) fsconfig(size=1k) fsconfig(noswap) fsconfig(create) fsmount(ro) ");
	/* What is not both permitted and inheritable is not raised. */
	survives_every_failure(apply_caps, "capget capset(e20,p21,i20) prctl47 ambient5 ");
	drops_what_is_not_in_the_bounding_set();
	char bound[64];
	snprintf(bound, sizeof(bound), "%s/dev", directory);
	rmdir(bound);
	CHECK(rmdir(directory) == 0);
}
