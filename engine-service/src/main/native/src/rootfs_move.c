/* Where / is a ramdisk there is nothing that pivot_root could put elsewhere. The container's root is moved
 * over it instead, which leaves the host's mounts in the namespace: whoever gets out of the chroot would
 * find the host's procfs and sysfs, so that these go first (as with runc). */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io.h"
#include "rootfs.h"
#include "sys.h"

static bool is_below(const char *path, const char *root)
{
	size_t length = strlen(root);
	return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* A mount that cannot go, being locked to what is below it, is covered. */
static int take_away(const char *path, struct error *e)
{
	if (sys_umount_detach(path) == 0)
		return 0;
	if ((errno == EINVAL || errno == EPERM) && sys_mount("tmpfs", path, "tmpfs", 0) == 0)
		return 0;
	return errno == ENOENT ? 0 : error_errno(e, "--no-pivot: unmount %s", path);
}

/* "36 35 98:0 / /proc rw,noatime shared:1 - proc proc rw": the fifth field, and the first after the dash. */
static int take_away_kernels(FILE *list, const char *keep, struct error *e)
{
	static char lines[128][512];
	size_t count = 0;
	char line[4096];
	while (fgets(line, sizeof(line), list) && count < 128) {
		char path[512];
		const char *dash = strstr(line, " - ");
		bool kernels = dash && (strncmp(dash + 3, "proc ", 5) == 0 || strncmp(dash + 3, "sysfs ", 6) == 0);
		if (kernels && sscanf(line, "%*d %*d %*s %*s %511s", path) == 1 && !is_below(path, keep))
			strcpy(lines[count++], path);
	}
	/* The last ones may lie on those before. */
	while (count-- > 0)
		if (take_away(lines[count], e) != 0)
			return -1;
	return 0;
}

int rootfs_move(int root, const struct spec *spec, struct error *e)
{
	FILE *list = fopen("/proc/self/mountinfo", "re");
	if (!list)
		return error_errno(e, "--no-pivot: list the mounts");
	int result = take_away_kernels(list, spec->rootfs, e);
	fclose(list);
	if (result != 0)
		return -1;
	if (fchdir(root) != 0 || sys_mount(".", "/", NULL, MS_MOVE) != 0 || chroot(".") != 0 || chdir("/") != 0)
		return error_errno(e, "--no-pivot: move the root");
	return 0;
}
