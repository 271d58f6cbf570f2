#include "netlink.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int nl_open(struct error *e)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	return fd >= 0 ? fd : error_errno(e, "open a netlink socket");
}

void *nl_begin(struct nl_request *request, int type, int flags, size_t length)
{
	memset(request, 0, sizeof(*request));
	request->header.nlmsg_len = (uint32_t)NLMSG_LENGTH(length);
	request->header.nlmsg_type = (uint16_t)type;
	request->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	return NLMSG_DATA(&request->header);
}

void nl_add(struct nl_request *request, int type, const void *data, size_t length)
{
	size_t at = NLMSG_ALIGN(request->header.nlmsg_len);
	if (at + RTA_LENGTH(length) > sizeof(*request))
		return; /* never: what is added here is short */
	struct rtattr *attribute = (struct rtattr *)((char *)request + at);
	attribute->rta_type = (uint16_t)type;
	attribute->rta_len = (uint16_t)RTA_LENGTH(length);
	memcpy(RTA_DATA(attribute), data, length);
	request->header.nlmsg_len = (uint32_t)(at + RTA_LENGTH(length));
}

static int send_request(int socket, const struct nl_request *request)
{
	return send(socket, request, request->header.nlmsg_len, 0) == (ssize_t)request->header.nlmsg_len ? 0 : -1;
}

/* True when the answer is complete; `result` then says how it went. */
static bool take_answer(char *buffer, size_t length, void (*each)(const struct nlmsghdr *, void *), void *data, int *result)
{
	for (struct nlmsghdr *m = (struct nlmsghdr *)buffer; NLMSG_OK(m, length); m = NLMSG_NEXT(m, length)) {
		if (m->nlmsg_type == NLMSG_DONE)
			return true;
		if (m->nlmsg_type == NLMSG_ERROR) {
			errno = -((struct nlmsgerr *)NLMSG_DATA(m))->error;
			*result = errno ? -1 : 0;
			return true;
		}
		if (each)
			each(m, data);
	}
	return false;
}

int nl_dump(int socket, struct nl_request *request, void (*each)(const struct nlmsghdr *, void *), void *data)
{
	_Alignas(struct nlmsghdr) char buffer[32768];
	int result = 0;
	if (send_request(socket, request) != 0)
		return -1;
	for (;;) {
		ssize_t n = recv(socket, buffer, sizeof(buffer), 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		if (take_answer(buffer, (size_t)n, each, data, &result))
			return result;
	}
}

int nl_do(int socket, struct nl_request *request)
{
	request->header.nlmsg_flags |= NLM_F_ACK;
	return nl_dump(socket, request, NULL, NULL);
}

const struct rtattr *nl_find(const struct nlmsghdr *message, size_t header, int type)
{
	size_t length = message->nlmsg_len - NLMSG_LENGTH(header);
	const struct rtattr *a = (const struct rtattr *)((const char *)NLMSG_DATA(message) + NLMSG_ALIGN(header));
	for (; RTA_OK(a, length); a = RTA_NEXT(a, length))
		if (a->rta_type == type)
			return a;
	return NULL;
}
