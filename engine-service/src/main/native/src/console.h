/* Pseudo terminals: the container's side, and handing the master to whoever holds it. */
#ifndef DAVIT_CONSOLE_H
#define DAVIT_CONSOLE_H

#include <stdbool.h>
#include <sys/types.h>

#include "error.h"

/* Opens a pty of the devpts at /dev/pts below `root`; both descriptors are close-on-exec. */
int console_open(int root, int *master, int *slave, struct error *e);
/* Binds the slave on /dev/console. */
int console_bind(int root, int slave, struct error *e);
/* Makes it the controlling terminal and standard input, output and error. */
int console_take(int slave, struct error *e);
int console_resize(int fd, unsigned short rows, unsigned short columns);
int send_fd(int socket, int fd, const char *text);
/* Returns the descriptor or -1. */
int receive_fd(int socket);
/* Hands a process's pidfd to whoever listens at `path` (--pidfd-socket). */
int send_pidfd(const char *path, pid_t pid, struct error *e);
/* Connects to the socket of `--console-socket` and sends the master there. */
int console_connect(const char *path, struct error *e);

#endif
