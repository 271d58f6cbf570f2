/* As much of rtnetlink as moving a device takes. */
#ifndef DAVIT_NETLINK_H
#define DAVIT_NETLINK_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct nl_request {
	struct nlmsghdr header;
	char space[1024];
};

int nl_open(struct error *e);
/* Begins a request whose own header (ifinfomsg, ifaddrmsg ...) has `length` bytes. Returns that header. */
void *nl_begin(struct nl_request *request, int type, int flags, size_t length);
void nl_add(struct nl_request *request, int type, const void *data, size_t length);
/* Sends it and waits for the acknowledgement. 0, or -1 with errno. */
int nl_do(int socket, struct nl_request *request);
/* Sends it and hands every message of the answer to `each`. */
int nl_dump(int socket, struct nl_request *request, void (*each)(const struct nlmsghdr *message, void *data), void *data);
/* The attribute of a message whose own header has `header` bytes, or NULL. */
const struct rtattr *nl_find(const struct nlmsghdr *message, size_t header, int type);

#endif
