package dev.davit.network.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A netlink socket. It speaks to the network namespace in which its thread was when it was made, wherever that
 * thread goes later. For the thread that made it.
 */
final class NetlinkSocket implements AutoCloseable {

    static final int ROUTE = 0;
    static final int NETFILTER = 12;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int BUFFER = 64 * 1024;
    private static final int LISTENER_QUEUE = 16 * 1024 * 1024; // a table of many ports arrives at once

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(BUFFER);
    private final int fd;
    private int sequence;

    private NetlinkSocket(int protocol, long timeoutSeconds) {
        this.fd = LibC.socket(AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
        MemorySegment address = arena.allocate(12);
        address.set(java.lang.foreign.ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        LibC.bind(fd, address);
        LibC.setOption(fd, SOL_NETLINK, NETLINK_EXT_ACK, arena.allocateFrom(JAVA_INT, 1));
        if (timeoutSeconds > 0) {
            LibC.setOption(fd, SOL_SOCKET, SO_RCVTIMEO, arena.allocateFrom(JAVA_LONG, timeoutSeconds, 0L));
        }
    }

    /** For requests to rtnetlink; the kernel has ten seconds for each. */
    static NetlinkSocket route() {
        return new NetlinkSocket(ROUTE, 10);
    }

    /** Hears what is multicast to {@code group}, with no end of patience. */
    static NetlinkSocket listener(int protocol, int group) {
        NetlinkSocket socket = new NetlinkSocket(protocol, 0);
        try (Arena once = Arena.ofConfined()) {
            LibC.setOption(socket.fd, SOL_SOCKET, SO_RCVBUFFORCE, once.allocateFrom(JAVA_INT, LISTENER_QUEUE));
            LibC.setOption(socket.fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, once.allocateFrom(JAVA_INT, group));
        }
        return socket;
    }

    /** Sends requests in one datagram and waits for every acknowledgement; the first refusal is thrown. */
    void execute(String what, NetlinkMessage... messages) {
        int first = sequence + 1;
        int last = send(messages);
        KernelException refusal = null;
        for (int acknowledged = first - 1; acknowledged < last; ) {
            for (NetlinkReply reply : receive()) {
                if (reply.type() == NetlinkReply.ERROR && reply.sequence() >= first) {
                    acknowledged++;
                    if (reply.errno() != 0 && refusal == null) {
                        refusal = new KernelException(what, reply.errno(), reply.errorDetail());
                    }
                }
            }
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /** Asks, and gives every message of the answer. */
    List<NetlinkReply> query(String what, NetlinkMessage message) {
        int asked = send(message);
        List<NetlinkReply> answer = new ArrayList<>();
        while (true) {
            for (NetlinkReply reply : receive()) {
                if (reply.sequence() != asked) {
                    continue;
                }
                if (reply.type() == NetlinkReply.DONE || reply.type() == NetlinkReply.ERROR) {
                    if (reply.errno() != 0) {
                        throw new KernelException(what, reply.errno(), reply.errorDetail());
                    }
                    return answer;
                }
                answer.add(reply);
            }
        }
    }

    /** The messages of the next datagram. */
    List<NetlinkReply> receive() {
        int length = (int) LibC.receive(fd, buffer);
        byte[] datagram = buffer.asSlice(0, length).toArray(JAVA_BYTE);
        return NetlinkReply.parse(java.nio.ByteBuffer.wrap(datagram));
    }

    private int send(NetlinkMessage... messages) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (NetlinkMessage message : messages) {
            datagram.writeBytes(message.toBytes(++sequence));
        }
        byte[] bytes = datagram.toByteArray();
        MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
        LibC.send(fd, buffer.asSlice(0, bytes.length));
        return sequence;
    }

    @Override
    public void close() {
        LibC.close(fd);
        arena.close();
    }
}
