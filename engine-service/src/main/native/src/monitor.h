/* The process that stays with a container: holds its streams, writes its log, keeps its exit status,
 * and outlives the services. One thread, one epoll loop, little memory. */
#ifndef DAVIT_MONITOR_H
#define DAVIT_MONITOR_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "error.h"
#include "log_json.h"

enum { MAX_CLIENTS = 64, CHUNK = 16 * 1024, FRAME = 8, DETACH_KEYS = 16 };

enum monitor_status { STATUS_CREATED, STATUS_RUNNING, STATUS_EXITED };

/* A descriptor and what epoll watches it for. */
struct watch {
	int fd;
	uint32_t events;
	bool added;
};

enum client_kind { CLIENT_FREE, CLIENT_REQUEST, CLIENT_ATTACHED, CLIENT_WAITING };

struct client {
	enum client_kind kind;
	struct watch watch;
	bool input, output[2], input_ended;
	uint16_t request_length;
	char request[160];
	uint8_t detach[DETACH_KEYS], detach_count, detach_matched;
	char *pending; /* output it has not taken yet; mapped only while there is some */
	uint32_t pending_from, pending_to;
};

/* What a monitor is told to do. */
struct monitor_options {
	const char *runtime; /* another one that makes the container, NULL: this one */
	const char *id, *bundle, *exec, *process, *socket, *exit_file, *log_path;
	off_t log_max_size;
	int log_max_files;
	bool tty, open_stdin, stdin_once, autostart, hold;
	unsigned short rows, columns;
};

struct monitor {
	struct monitor_options options;
	enum monitor_status status;
	int epoll;
	pid_t pid;
	int exit_code, exit_signal;
	bool oom_killed;
	int original_oom_score; /* what a container gets whose configuration does not say */
	char finished_at[40];
	struct watch signals, listener, control;
	int control_out;
	int hold; /* open as long as the process that was called is to stay */
	struct watch input, output[2]; /* the container's; with a tty both are the master */
	int slave;                     /* held open, so that a moment without any reader is not the end */
	char *stdin_pending;           /* input the container has not taken yet */
	uint32_t stdin_from, stdin_to;
	bool close_stdin;              /* when that is done */
	struct log log;
	struct client clients[MAX_CLIENTS];
	_Alignas(PAGE) char buffer[FRAME + CHUNK];
};

extern struct monitor monitor; /* there is only one a process; in .bss, so that untouched parts cost nothing */

int monitor_run(const struct monitor_options *options);
/* Forks, leaves the caller's session, takes the control channel over. Only the new process returns. */
void monitor_become_daemon(void);
/* Waits for events, in next to no memory when there are none for a while. */
struct epoll_event;
int monitor_wait(struct epoll_event *events, int count);
void monitor_prepare_idling(void);
void monitor_forget_pages(void);
/* Takes the terminal's master over. */
int monitor_keep_terminal(int master);

/* The loop. */
enum tag { TAG_SIGNALS, TAG_LISTENER, TAG_CONTROL, TAG_INPUT, TAG_OUTPUT, TAG_CLIENT = TAG_OUTPUT + 2 };
void monitor_watch(struct watch *watch, uint32_t tag, uint32_t events);
void monitor_unwatch(struct watch *watch);
void monitor_loop(void);
int monitor_start(struct error *e);          /* from the control channel, or a client */
_Noreturn void monitor_abandon(void);        /* not started, and not wanted any more */
_Noreturn void monitor_exited(void);         /* everything that is due at the end */
size_t monitor_exit_line(char *to, size_t size);

/* Events for the engine, one JSON line each. */
void control_event(const char *event, pid_t pid);
void control_error(const struct error *e);
void control_close(void);

/* Clients. */
int attach_listen(const char *path, struct error *e);
void attach_accept(void);
void attach_event(struct client *client, uint32_t events);
void attach_output(int stream, size_t length); /* monitor.buffer + FRAME holds it */
bool attach_lagging(void);
void attach_update(void);
void attach_close_all(void);
void attach_tell_waiters(void);
void client_drop(struct client *client);
void client_request(struct client *client);
/* The container's standard input. */
void input_feed(struct client *client);
void input_ready(void);
void input_end(void);
bool input_blocked(void);

#endif
