#include "netdev.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "io.h"
#include "netlink.h"
#include "sys.h"

int netdev_check(const struct spec *spec, struct error *e)
{
	for (size_t i = 0; i < spec->net_device_count; i++)
		if (if_nametoindex(spec->net_devices[i].name) == 0)
			return error_errno(e, "linux.netDevices: the device %s", spec->net_devices[i].name);
	return 0;
}

int netdev_loopback_up(struct error *e)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING };
	AUTO_CLOSE int any = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return any >= 0 && ioctl(any, SIOCSIFFLAGS, &request) == 0 ? 0 : error_errno(e, "set the loopback device up");
}

/* Sockets of both sides: a netlink socket belongs to the namespace it was opened in. */
static int open_inside(const struct spec *spec, pid_t pid, int *namespace, struct error *e)
{
	char path[64];
	snprintf(path, sizeof(path), "/proc/%d/ns/net", pid);
	const char *given = spec->namespaces[NS_NETWORK].path;
	AUTO_CLOSE int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	*namespace = open(given ? given : path, O_RDONLY | O_CLOEXEC);
	if (own < 0 || *namespace < 0 || setns(*namespace, CLONE_NEWNET) != 0)
		return error_errno(e, "enter the container's network namespace");
	int socket = nl_open(e);
	if (setns(own, CLONE_NEWNET) != 0) {
		close_fd(&socket);
		return error_errno(e, "return to the own network namespace");
	}
	return socket;
}

struct links {
	const char *name;
	int index, highest;
	bool index_taken, name_taken;
};

static void see_link(const struct nlmsghdr *message, void *data)
{
	struct links *links = data;
	const struct ifinfomsg *info = NLMSG_DATA(message);
	if (message->nlmsg_type != RTM_NEWLINK)
		return;
	const struct rtattr *name = nl_find(message, sizeof(*info), IFLA_IFNAME);
	links->index_taken = links->index_taken || info->ifi_index == links->index;
	links->name_taken = links->name_taken || (name && strcmp(RTA_DATA(name), links->name) == 0);
	if (info->ifi_index > links->highest)
		links->highest = info->ifi_index;
}

/* A device keeps its number where that is free. The name may be for the kernel to make up, so that the
 * number is what it is found by afterwards. A name that is taken the kernel would refuse only after the
 * move, and the device would be lost. */
static int choose_index(int inside, int index, const char *name, struct error *e)
{
	struct nl_request request;
	struct links links = { name, index, index, false, false };
	struct ifinfomsg *info = nl_begin(&request, RTM_GETLINK, NLM_F_DUMP, sizeof(*info));
	if (nl_dump(inside, &request, see_link, &links) != 0)
		return error_errno(e, "list the container's network devices");
	if (links.name_taken)
		return error_set(e, "move it as %s: file exists", name);
	return links.index_taken ? links.highest + 1 : index;
}

enum { MAX_ADDRESSES = 64 };
struct addresses {
	int index;
	size_t count;
	struct nl_request requests[MAX_ADDRESSES];
};

/* Only what was given for good and for everybody goes along (the spec's words: permanent, global). */
static void see_address(const struct nlmsghdr *message, void *data)
{
	static const int kept[] = { IFA_LOCAL, IFA_ADDRESS, IFA_BROADCAST };
	struct addresses *addresses = data;
	const struct ifaddrmsg *address = NLMSG_DATA(message);
	if (message->nlmsg_type != RTM_NEWADDR || (int)address->ifa_index != addresses->index || addresses->count == MAX_ADDRESSES)
		return;
	const struct rtattr *wide = nl_find(message, sizeof(*address), IFA_FLAGS);
	uint32_t flags = address->ifa_flags;
	if (wide)
		memcpy(&flags, RTA_DATA(wide), sizeof(flags));
	if (!(flags & IFA_F_PERMANENT) || address->ifa_scope != RT_SCOPE_UNIVERSE)
		return;
	struct nl_request *to = &addresses->requests[addresses->count++];
	struct ifaddrmsg *copy = nl_begin(to, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, sizeof(*copy));
	*copy = *address;
	copy->ifa_flags = 0;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const struct rtattr *found = nl_find(message, sizeof(*address), kept[i]);
		if (found)
			nl_add(to, kept[i], RTA_DATA(found), RTA_PAYLOAD(found));
	}
}

static int move(int outside, int index, int namespace, int new_index, const char *name, struct error *e)
{
	struct nl_request request;
	struct ifinfomsg *info = nl_begin(&request, RTM_NEWLINK, 0, sizeof(*info));
	info->ifi_index = index;
	nl_add(&request, IFLA_NET_NS_FD, &namespace, sizeof(namespace));
	nl_add(&request, IFLA_IFNAME, name, strlen(name) + 1);
	if (new_index != index)
		nl_add(&request, IFLA_NEW_IFINDEX, &new_index, sizeof(new_index));
	return nl_do(outside, &request) == 0 ? 0 : error_errno(e, "move it as %s", name);
}

static int set_up(int inside, int index, struct addresses *addresses, struct error *e)
{
	struct nl_request request;
	for (size_t i = 0; i < addresses->count; i++) {
		((struct ifaddrmsg *)NLMSG_DATA(&addresses->requests[i].header))->ifa_index = (uint32_t)index;
		if (nl_do(inside, &addresses->requests[i]) != 0)
			return error_errno(e, "give it its address");
	}
	struct ifinfomsg *info = nl_begin(&request, RTM_NEWLINK, 0, sizeof(*info));
	info->ifi_index = index;
	info->ifi_flags = info->ifi_change = IFF_UP;
	return nl_do(inside, &request) == 0 ? 0 : error_errno(e, "bring it up");
}

static int move_one(int outside, int inside, int namespace, const struct spec_net_device *device, struct error *e)
{
	static struct addresses addresses;
	struct nl_request request;
	addresses.index = (int)if_nametoindex(device->name);
	addresses.count = 0;
	if (addresses.index == 0)
		return error_errno(e, "find it");
	struct ifaddrmsg *all = nl_begin(&request, RTM_GETADDR, NLM_F_DUMP, sizeof(*all));
	if (nl_dump(outside, &request, see_address, &addresses) != 0)
		return error_errno(e, "list its addresses");
	int index = choose_index(inside, addresses.index, device->new_name, e);
	if (index < 0 || move(outside, addresses.index, namespace, index, device->new_name, e) != 0)
		return -1;
	return set_up(inside, index, &addresses, e);
}

int netdev_move(const struct spec *spec, pid_t pid, struct error *e)
{
	AUTO_CLOSE int namespace = -1;
	if (spec->net_device_count == 0)
		return 0;
	AUTO_CLOSE int inside = open_inside(spec, pid, &namespace, e);
	AUTO_CLOSE int outside = inside >= 0 ? nl_open(e) : -1;
	if (outside < 0)
		return -1;
	for (size_t i = 0; i < spec->net_device_count; i++)
		if (move_one(outside, inside, namespace, &spec->net_devices[i], e) != 0)
			return error_context(e, "linux.netDevices: %s", spec->net_devices[i].name);
	return 0;
}
