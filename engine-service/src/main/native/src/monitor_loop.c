#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "io.h"
#include "monitor.h"
#include "state.h"

void monitor_watch(struct watch *watch, uint32_t tag, uint32_t events)
{
	struct epoll_event event = { .events = events, .data = { .u32 = tag } };
	if (watch->fd < 0 || (watch->added && watch->events == events))
		return;
	if (epoll_ctl(monitor.epoll, watch->added ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, watch->fd, &event) == 0) {
		watch->added = true;
		watch->events = events;
	}
}

void monitor_unwatch(struct watch *watch)
{
	if (watch->added)
		epoll_ctl(monitor.epoll, EPOLL_CTL_DEL, watch->fd, NULL);
	watch->added = false;
}

/* Reads once and passes on. False when there is nothing more for now or for ever. */
static bool read_output(int stream)
{
	struct watch *watch = &monitor.output[stream];
	if (watch->fd < 0)
		return false;
	ssize_t n = read(watch->fd, monitor.buffer + FRAME, CHUNK);
	if (n > 0) {
		log_write(&monitor.log, stream, monitor.buffer + FRAME, (size_t)n);
		attach_output(stream, (size_t)n);
		return true;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return errno == EINTR;
	monitor_unwatch(watch);
	close_fd(&watch->fd);
	return false;
}

static void reap(void)
{
	struct signalfd_siginfo ignored;
	siginfo_t info;
	(void)!read(monitor.signals.fd, &ignored, sizeof(ignored));
	/* As a subreaper we also get what the container's first process left behind. */
	for (;;) {
		memset(&info, 0, sizeof(info));
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0)
			return;
		if (info.si_pid != monitor.pid)
			continue;
		bool killed = info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED;
		monitor.exit_signal = killed ? info.si_status : 0;
		monitor.exit_code = killed ? 128 + info.si_status : info.si_status;
		timestamp(monitor.finished_at, sizeof(monitor.finished_at));
		monitor.status = STATUS_EXITED;
	}
}

static void read_control(void)
{
	char line[16];
	struct error e = { 0 };
	ssize_t n = read(monitor.control.fd, line, sizeof(line));
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n < 6 || strncmp(line, "start\n", 6) != 0)
		monitor_abandon();
	monitor_start(&e);
}

/* Not inlined, so that nothing of it is on the stack while there is nothing to do. */
__attribute__((noinline)) static void dispatch(uint32_t tag, uint32_t events)
{
	if (tag >= TAG_CLIENT)
		attach_event(&monitor.clients[tag - TAG_CLIENT], events);
	else if (tag >= TAG_OUTPUT && !attach_lagging())
		read_output((int)(tag - TAG_OUTPUT));
	else if (tag == TAG_SIGNALS)
		reap();
	else if (tag == TAG_LISTENER)
		attach_accept();
	else if (tag == TAG_CONTROL)
		read_control();
	else if (tag == TAG_INPUT)
		input_ready();
}

/* While a client lags nothing more is read from the container, so that what is kept for clients is
 * never more than one chunk each. */
static void update_output(void)
{
	bool lagging = attach_lagging();
	for (int stream = 0; stream < 2; stream++) {
		struct watch *watch = &monitor.output[stream];
		if (watch->fd < 0)
			continue;
		if (lagging)
			monitor_unwatch(watch);
		else
			monitor_watch(watch, (uint32_t)(TAG_OUTPUT + stream), EPOLLIN);
	}
}

void monitor_loop(void)
{
	struct epoll_event events[8];
	monitor_prepare_idling();
	monitor_watch(&monitor.signals, TAG_SIGNALS, EPOLLIN);
	monitor_watch(&monitor.listener, TAG_LISTENER, EPOLLIN);
	while (monitor.status != STATUS_EXITED) {
		update_output();
		attach_update();
		int count = monitor_wait(events, 8);
		for (int i = 0; i < count; i++)
			dispatch(events[i].data.u32, events[i].events);
	}
	/* Its processes have ended; what they wrote is still in the pipes. */
	for (int stream = 0; stream < 2; stream++)
		while (read_output(stream)) {
		}
	monitor_exited();
}

size_t monitor_exit_line(char *to, size_t size)
{
	int n = snprintf(to, size, "{\"event\":\"exit\",\"code\":%d,\"signal\":%d,\"oomKilled\":%s,\"finishedAt\":\"%s\"}\n",
		monitor.exit_code, monitor.exit_signal, monitor.oom_killed ? "true" : "false", monitor.finished_at);
	return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}
