#include "rdt.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include "io.h"
#include "sys.h"

enum { RESCTRL_MAGIC = 0x7655821 };

int rdt_open(const struct spec_rdt *rdt, struct error *e)
{
	struct statfs fs;
	if (!rdt->given)
		return -1;
	int fd = open("/sys/fs/resctrl", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && fstatfs(fd, &fs) == 0 && fs.f_type == RESCTRL_MAGIC)
		return fd;
	close_fd(&fd);
	return error_set(e, "linux.intelRdt: no resctrl file system is mounted on /sys/fs/resctrl");
}

static bool has_schemata(const struct spec_rdt *rdt) { return rdt->l3 || rdt->bandwidth || rdt->schemata.count; }

/* Every wanted line must stand there; the kernel may pad it with spaces in front. */
static int compare_line(const char *schemata, const char *line, const char *group, struct error *e)
{
	size_t length = line ? strlen(line) : 0;
	for (const char *at = schemata; line && *at; at += *at == '\n') {
		at += strspn(at, " ");
		if (strcspn(at, "\n") == length && strncmp(at, line, length) == 0)
			return 0;
		at += strcspn(at, "\n");
	}
	return line ? error_set(e, "linux.intelRdt: the group %s exists, and its schemata are not \"%s\"", group, line) : 0;
}

static int compare(int group, const struct spec_rdt *rdt, struct error *e)
{
	char schemata[4096];
	if (read_small(group, "schemata", schemata, sizeof(schemata)) < 0)
		return error_errno(e, "linux.intelRdt: read the schemata of %s", rdt->group);
	if (compare_line(schemata, rdt->l3, rdt->group, e) != 0 || compare_line(schemata, rdt->bandwidth, rdt->group, e) != 0)
		return -1;
	for (size_t i = 0; i < rdt->schemata.count; i++)
		if (compare_line(schemata, rdt->schemata.items[i], rdt->group, e) != 0)
			return -1;
	return 0;
}

static int write_line(int group, const char *line, struct error *e)
{
	char text[1024];
	if (!line)
		return 0;
	if (snprintf(text, sizeof(text), "%s\n", line) >= (int)sizeof(text))
		return error_set(e, "linux.intelRdt: a schema is too long");
	return write_file(group, "schemata", text) == 0 ? 0 : error_errno(e, "linux.intelRdt: write the schema \"%s\"", line);
}

static int write_schemata(int group, const struct spec_rdt *rdt, struct error *e)
{
	if (write_line(group, rdt->l3, e) != 0 || write_line(group, rdt->bandwidth, e) != 0)
		return -1;
	for (size_t i = 0; i < rdt->schemata.count; i++)
		if (write_line(group, rdt->schemata.items[i], e) != 0)
			return -1;
	return 0;
}

static const char *group_name(const struct spec_rdt *rdt, const char *id)
{
	return !rdt->group ? id : strcmp(rdt->group, "/") == 0 ? "." : rdt->group;
}

/* A group of the configuration's naming is either there already or made here, when it says with what. */
static int open_group(int resctrl, const struct spec_rdt *rdt, const char *id, bool *made, struct error *e)
{
	const char *name = group_name(rdt, id);
	bool may_make = !rdt->group || (has_schemata(rdt) && strcmp(name, ".") != 0);
	*made = may_make && mkdirat(resctrl, name, 0755) == 0;
	if (may_make && !*made && (errno != EEXIST || !rdt->group))
		return error_errno(e, "linux.intelRdt: make the group %s", name);
	int group = openat(resctrl, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return group >= 0 ? group : error_errno(e, "linux.intelRdt.closID: the group %s", name);
}

int rdt_join(int resctrl, const struct spec_rdt *rdt, const char *id, pid_t pid, struct error *e)
{
	char number[16], path[300];
	bool made;
	AUTO_CLOSE int group = open_group(resctrl, rdt, id, &made, e);
	if (group < 0)
		return -1;
	if (has_schemata(rdt) && (made ? write_schemata(group, rdt, e) : compare(group, rdt, e)) != 0)
		return -1;
	snprintf(path, sizeof(path), "mon_groups/%s", id);
	if (rdt->monitoring && mkdirat(group, path, 0755) != 0)
		return error_errno(e, "linux.intelRdt.enableMonitoring: make the group %s", path);
	snprintf(number, sizeof(number), "%d", pid);
	if (write_file(group, "tasks", number) != 0)
		return error_errno(e, "linux.intelRdt: join the group");
	strcat(path, "/tasks");
	if (rdt->monitoring && write_file(group, path, number) != 0)
		return error_errno(e, "linux.intelRdt.enableMonitoring: join the group");
	return 0;
}

void rdt_remove(int resctrl, const struct spec_rdt *rdt, const char *id)
{
	char path[600];
	if (resctrl < 0)
		return;
	snprintf(path, sizeof(path), "%s/mon_groups/%s", group_name(rdt, id), id);
	if (rdt->monitoring)
		unlinkat(resctrl, path, AT_REMOVEDIR);
	if (!rdt->group)
		unlinkat(resctrl, id, AT_REMOVEDIR);
}
