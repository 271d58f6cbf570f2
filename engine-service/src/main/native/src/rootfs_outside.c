#include "rootfs_outside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"
#include "sys.h"

#define NOTE_FILE "mount-below"

/* The id of the mount that covers a path, 0 when there is none to be seen. */
static unsigned long long mount_id(const char *path)
{
	char name[64], text[1024];
	unsigned long long id = 0;
	AUTO_CLOSE int fd = open(path, O_PATH | O_CLOEXEC);
	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	if (fd < 0 || read_small(AT_FDCWD, name, text, sizeof(text)) <= 0)
		return 0;
	for (const char *line = text; line && *line; line = (line = strchr(line, '\n')) ? line + 1 : NULL)
		if (sscanf(line, "mnt_id: %llu", &id) == 1)
			break;
	return id;
}

int outside_note(int state_dir, const struct spec *spec, struct error *e)
{
	char text[24];
	if (spec->namespaces[NS_MOUNT].wanted)
		return 0;
	int length = snprintf(text, sizeof(text), "%llu", mount_id(spec->rootfs));
	if (replace_file(state_dir, NOTE_FILE, text, (size_t)length, 0600) != 0)
		return error_errno(e, "note what is mounted on %s", spec->rootfs);
	return 0;
}

void outside_unmount(int state_dir, const struct spec *spec)
{
	char text[24];
	if (!spec || spec->namespaces[NS_MOUNT].wanted || read_small(state_dir, NOTE_FILE, text, sizeof(text)) <= 0)
		return;
	unsigned long long before = strtoull(text, NULL, 10), now = mount_id(spec->rootfs);
	if (before && now && now != before)
		sys_umount_detach(spec->rootfs);
}

int outside_enter(int root, struct error *e)
{
	if (fchdir(root) != 0 || chroot(".") != 0 || chdir("/") != 0)
		return error_errno(e, "enter the root");
	return 0;
}
