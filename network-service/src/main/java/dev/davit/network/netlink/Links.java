package dev.davit.network.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Links, addresses and routes of the namespace that a socket speaks to. Addresses are IPv4, as numbers. */
public final class Links {

    private static final int NEWLINK = 16;
    private static final int DELLINK = 17;
    private static final int GETLINK = 18;
    private static final int NEWADDR = 20;
    private static final int GETADDR = 22;
    private static final int NEWROUTE = 24;
    private static final int GETROUTE = 26;

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_TX_QUEUES = 31;
    private static final int IFLA_RX_QUEUES = 32;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;
    private static final int INFO_SLAVE_KIND = 4;
    private static final int INFO_SLAVE_DATA = 5;
    private static final int BRPORT_MODE = 4;
    private static final int BRPORT_ISOLATED = 33;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;

    private static final int AF_UNSPEC = 0;
    private static final int AF_INET = 2;
    private static final int IFF_UP = 1;
    private static final int LOOPBACK_INDEX = 1;
    private static final int IFINFO = 16;
    private static final int IFADDR = 8;
    private static final int RTMSG = 12;

    private final NetlinkSocket socket;

    Links(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** A link's number and name. */
    public record Link(int index, String name) {}

    /** A destination in the kernel's tables. */
    public record Destination(int address, int prefixLength) {}

    /** The number of a link; empty: there is none of this name. */
    public OptionalInt index(String name) {
        try {
            List<NetlinkReply> found = socket.query(
                    "find link " + name,
                    new NetlinkMessage(GETLINK, 0).link(AF_UNSPEC, 0, 0).string(IFLA_IFNAME, name));
            return OptionalInt.of(found.getFirst().payload().getInt(4));
        } catch (KernelException failure) {
            if (failure.errno() == KernelException.ENODEV) {
                return OptionalInt.empty();
            }
            throw failure;
        }
    }

    /** Whether the kernel can make links of a kind; for kinds that must be told more to be made. */
    public boolean knowsKind(String kind) {
        try {
            socket.execute(
                    "probe " + kind,
                    new NetlinkMessage(NEWLINK, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE)
                            .link(AF_UNSPEC, 0, 0)
                            .nested(IFLA_LINKINFO, info -> info.string(INFO_KIND, kind)));
            return true;
        } catch (KernelException refused) {
            return refused.errno() != KernelException.EOPNOTSUPP;
        }
    }

    /** Makes a bridge and sets it up. */
    public void createBridge(String name, byte[] mac, int mtu) {
        socket.execute(
                "create bridge " + name,
                new NetlinkMessage(NEWLINK, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE)
                        .link(AF_UNSPEC, 0, IFF_UP)
                        .string(IFLA_IFNAME, name)
                        .bytes(IFLA_ADDRESS, mac)
                        .u32(IFLA_MTU, mtu)
                        .nested(IFLA_LINKINFO, info -> info.string(INFO_KIND, "bridge")));
    }

    /**
     * Makes a pair of virtual ethernet links, its one end on a bridge here, up, and the other already in another
     * namespace: to move it there later would wait for the kernel's grace periods.
     */
    public void createPair(String name, int bridge, int mtu, String peer, byte[] peerMac, int peerNamespace) {
        socket.execute(
                "create link " + name,
                new NetlinkMessage(NEWLINK, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE)
                        .link(AF_UNSPEC, 0, IFF_UP)
                        .string(IFLA_IFNAME, name)
                        .u32(IFLA_MTU, mtu)
                        .u32(IFLA_MASTER, bridge)
                        .u32(IFLA_TX_QUEUES, 1)
                        .u32(IFLA_RX_QUEUES, 1)
                        .nested(
                                IFLA_LINKINFO,
                                info -> info.string(INFO_KIND, "veth")
                                        .nested(
                                                INFO_DATA,
                                                data -> data.nested(
                                                        VETH_INFO_PEER,
                                                        end -> end.link(AF_UNSPEC, 0, 0)
                                                                .string(IFLA_IFNAME, peer)
                                                                .bytes(IFLA_ADDRESS, peerMac)
                                                                .u32(IFLA_MTU, mtu)
                                                                .u32(IFLA_TX_QUEUES, 1)
                                                                .u32(IFLA_RX_QUEUES, 1)
                                                                .u32(IFLA_NET_NS_FD, peerNamespace)))));
    }

    /** Puts a link on a bridge, on which it may be already. */
    public void attach(int index, int bridge) {
        socket.execute(
                "attach link " + index,
                new NetlinkMessage(NEWLINK, 0).link(AF_UNSPEC, index, IFF_UP).u32(IFLA_MASTER, bridge));
    }

    /**
     * Says how a bridge treats one of its ports.
     *
     * @param hairpin frames may go back to the port they came from
     * @param isolated frames go neither to nor from other isolated ports
     */
    public void treatPort(String name, boolean hairpin, boolean isolated) {
        socket.execute(
                "set port " + name,
                new NetlinkMessage(NEWLINK, 0)
                        .link(AF_UNSPEC, 0, 0)
                        .string(IFLA_IFNAME, name)
                        .nested(
                                IFLA_LINKINFO,
                                info -> info.string(INFO_SLAVE_KIND, "bridge")
                                        .nested(
                                                INFO_SLAVE_DATA,
                                                port -> port.u8(BRPORT_MODE, hairpin ? 1 : 0)
                                                        .u8(BRPORT_ISOLATED, isolated ? 1 : 0))));
    }

    /** Sets the loopback link up. */
    public void loopbackUp() {
        socket.execute("set lo up", up(LOOPBACK_INDEX));
    }

    /** Gives a link an address; one that it has is well. */
    public void addAddress(int index, int address, int prefixLength) {
        socket.execute("add address to link " + index, newAddress(index, address, prefixLength));
    }

    /** Sets a link up with an address. */
    public void configure(int index, int address, int prefixLength) {
        socket.execute("configure link " + index, up(index), newAddress(index, address, prefixLength));
    }

    /** Sets a link up with an address, and makes {@code gateway} the way to everywhere. */
    public void configure(int index, int address, int prefixLength, int gateway) {
        socket.execute(
                "configure link " + index,
                up(index),
                newAddress(index, address, prefixLength),
                new NetlinkMessage(NEWROUTE, NetlinkMessage.CREATE | NetlinkMessage.REPLACE)
                        .route(0)
                        .ipv4(RTA_GATEWAY, gateway)
                        .u32(RTA_OIF, index));
    }

    private static NetlinkMessage up(int index) {
        return new NetlinkMessage(NEWLINK, 0).link(AF_UNSPEC, index, IFF_UP);
    }

    private static NetlinkMessage newAddress(int index, int address, int prefixLength) {
        int broadcast = prefixLength >= 31 ? address : address | (int) (0xffffffffL >>> prefixLength);
        return new NetlinkMessage(NEWADDR, NetlinkMessage.CREATE | NetlinkMessage.REPLACE)
                .address(prefixLength, index)
                .ipv4(IFA_LOCAL, address)
                .ipv4(IFA_ADDRESS, address)
                .ipv4(IFA_BROADCAST, broadcast);
    }

    /**
     * Deletes a link and its pair, or finds them gone: the kernel takes a link away itself when the namespace of its
     * pair ends, at a time of its own. Waits for grace periods (16 ms): never while a caller waits.
     */
    public void delete(int index) {
        try {
            socket.execute("delete link " + index, new NetlinkMessage(DELLINK, 0).link(AF_UNSPEC, index, 0));
        } catch (KernelException refused) {
            if (refused.errno() != KernelException.ENODEV) {
                throw refused;
            }
        }
    }

    /** The ports of a bridge. */
    public List<Link> ports(int bridge) {
        List<Link> ports = new ArrayList<>();
        for (NetlinkReply reply : socket.query(
                "list ports of bridge " + bridge,
                new NetlinkMessage(GETLINK, NetlinkMessage.DUMP)
                        .link(AF_UNSPEC, 0, 0)
                        .u32(IFLA_MASTER, bridge))) {
            ByteBuffer master = reply.attribute(IFINFO, IFLA_MASTER);
            ByteBuffer name = reply.attribute(IFINFO, IFLA_IFNAME);
            if (master != null && name != null && master.getInt(0) == bridge) {
                ports.add(new Link(reply.payload().getInt(4), NetlinkReply.text(name)));
            }
        }
        return ports;
    }

    /** Where IPv4 addresses of the host and routes lead, but for the default route. */
    public List<Destination> destinations() {
        List<Destination> destinations = new ArrayList<>();
        for (NetlinkReply route :
                socket.query("list routes", new NetlinkMessage(GETROUTE, NetlinkMessage.DUMP).link(AF_INET, 0, 0))) {
            ByteBuffer address = route.attribute(RTMSG, RTA_DST);
            int prefixLength = Byte.toUnsignedInt(route.payload().get(1));
            if (address != null && prefixLength > 0) {
                destinations.add(new Destination(ipv4(address), prefixLength));
            }
        }
        for (NetlinkReply address :
                socket.query("list addresses", new NetlinkMessage(GETADDR, NetlinkMessage.DUMP).address(0, 0))) {
            ByteBuffer local = address.attribute(IFADDR, IFA_LOCAL);
            if (local != null && local.remaining() == 4) {
                destinations.add(new Destination(
                        ipv4(local), Byte.toUnsignedInt(address.payload().get(1))));
            }
        }
        return destinations;
    }

    private static int ipv4(ByteBuffer networkOrder) {
        return networkOrder.duplicate().order(java.nio.ByteOrder.BIG_ENDIAN).getInt(0);
    }
}
