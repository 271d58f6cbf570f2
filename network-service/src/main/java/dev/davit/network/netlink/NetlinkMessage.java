package dev.davit.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Builds one netlink request: header, family header, attributes (linux/netlink.h). */
final class NetlinkMessage {

    static final int REQUEST = 1;
    static final int ACK = 4;
    static final int REPLACE = 0x100;
    static final int EXCLUSIVE = 0x200;
    static final int DUMP = 0x300;
    static final int CREATE = 0x400;
    static final int HEADER = 16;

    private static final int NESTED = 0x8000;

    private final ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
    private final boolean dump;

    /** A request of {@code type}; whatever is no dump is acknowledged. */
    NetlinkMessage(int type, int flags) {
        this.dump = (flags & DUMP) == DUMP && (flags & CREATE) == 0;
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | REQUEST | (dump ? 0 : ACK)))
                .putInt(0)
                .putInt(0);
    }

    /** {@code struct ifinfomsg}. */
    NetlinkMessage link(int family, int index, int flags) {
        buffer.put((byte) family).put((byte) 0).putShort((short) 0);
        buffer.putInt(index).putInt(flags).putInt(flags);
        return this;
    }

    /** {@code struct ifaddrmsg}, IPv4, universe. */
    NetlinkMessage address(int prefixLength, int index) {
        buffer.put((byte) 2)
                .put((byte) prefixLength)
                .put((byte) 0)
                .put((byte) 0)
                .putInt(index);
        return this;
    }

    /** {@code struct rtmsg}, IPv4, main table, a unicast route made at boot. */
    NetlinkMessage route(int prefixLength) {
        buffer.put((byte) 2).put((byte) prefixLength).put((byte) 0).put((byte) 0);
        buffer.put((byte) 254).put((byte) 3).put((byte) 0).put((byte) 1).putInt(0);
        return this;
    }

    NetlinkMessage string(int type, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        attribute(type, bytes.length + 1);
        buffer.put(bytes).put((byte) 0);
        return pad();
    }

    NetlinkMessage bytes(int type, byte[] value) {
        attribute(type, value.length);
        buffer.put(value);
        return pad();
    }

    NetlinkMessage u8(int type, int value) {
        return bytes(type, new byte[] {(byte) value});
    }

    NetlinkMessage u32(int type, int value) {
        attribute(type, 4);
        buffer.putInt(value);
        return this;
    }

    /** An IPv4 address, in network order whatever the machine's. */
    NetlinkMessage ipv4(int type, int address) {
        return bytes(type, ByteBuffer.allocate(4).putInt(address).array());
    }

    NetlinkMessage nested(int type, Consumer<NetlinkMessage> content) {
        int start = buffer.position();
        attribute(type | NESTED, 0);
        content.accept(this);
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    boolean isDump() {
        return dump;
    }

    byte[] toBytes(int sequence) {
        buffer.putInt(0, buffer.position()).putInt(8, sequence);
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    private void attribute(int type, int length) {
        buffer.putShort((short) (length + 4)).putShort((short) type);
    }

    private NetlinkMessage pad() {
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }
}
