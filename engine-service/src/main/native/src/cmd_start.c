#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cmd.h"
#include "container.h"
#include "hooks.h"
#include "io.h"
#include "state.h"
#include "sys.h"

static int connect_to_start(const struct state *state, struct error *e)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/" START_SOCKET, state->dir);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	error_errno(e, "connect to the container's start socket");
	close_fd(&fd);
	return -1;
}

/* The container's own socket closes without a word when the execve succeeded; a monitor's says "ok". */
static int ask(int fd, struct error *e)
{
	char line[1200] = "";
	size_t used = 0;
	ssize_t n;
	if (send(fd, "start\n", 6, MSG_NOSIGNAL) != 6)
		return error_errno(e, "ask for the start");
	while (used < sizeof(line) - 1 && (n = read(fd, line + used, sizeof(line) - 1 - used)) > 0)
		used += (size_t)n;
	line[used] = '\0';
	if (used == 0 || strncmp(line, "ok\n", 3) == 0)
		return 0;
	line[strcspn(line, "\n")] = '\0';
	return error_set(e, "%s", strncmp(line, "error ", 6) == 0 ? line + 6 : line);
}

/* What the specification wants of a poststart hook that fails: the container is stopped and destroyed. */
static void destroy(const struct state *state)
{
	struct error ignored = { 0 };
	AUTO_CLOSE int pidfd = state_pidfd(state);
	struct pollfd ended = { pidfd, POLLIN, 0 };
	if (pidfd >= 0)
		sys_pidfd_send_signal(pidfd, SIGKILL);
	container_kill_all(state, &cmd_arena, SIGKILL, &ignored);
	if (pidfd >= 0)
		poll(&ended, 1, 10000);
	container_remove(state, &cmd_arena, &(struct error){ 0 });
}

static int run_poststart(const struct state *state, struct error *e)
{
	struct spec *spec = state_spec(state, &cmd_arena, e);
	struct launch l;
	if (!spec)
		return -1;
	launch_init(&l, &cmd_arena);
	l.id = state->id;
	l.bundle = state->bundle;
	l.spec = spec;
	l.pid = state->pid;
	if (hooks_run(&l, HOOK_POSTSTART, "running", e) == 0)
		return 0;
	destroy(state);
	return -1;
}

int cmd_start(int argc, char **argv, struct error *e)
{
	struct state state;
	const char *id = cmd_container_id(argc, argv, 1, 1, e);
	if (!id || state_load(&state, &cmd_arena, id, e) != 0)
		return -1;
	const char *status = state_status(&state, &cmd_arena);
	if (strcmp(status, "created") != 0)
		return error_set(e, "cannot start a container that is %s", status);
	int fd = connect_to_start(&state, e);
	if (fd < 0 || ask(fd, e) != 0)
		return -1;
	unlinkat(state.dir, START_SOCKET, 0);
	close(fd);
	return run_poststart(&state, e) == 0 ? 0 : -1;
}
