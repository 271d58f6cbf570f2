package dev.davit.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message that the kernel sent; {@code payload} begins at the family header. */
record NetlinkReply(int type, int flags, int sequence, ByteBuffer payload) {

    static final int NOOP = 1;
    static final int ERROR = 2;
    static final int DONE = 3;
    static final int MULTI = 2;

    private static final int ACK_ATTRIBUTES = 0x200;
    private static final int CAPPED = 0x100;

    /** The messages of one datagram. */
    static List<NetlinkReply> parse(ByteBuffer datagram) {
        ByteBuffer in = datagram.order(ByteOrder.nativeOrder());
        List<NetlinkReply> replies = new ArrayList<>();
        while (in.remaining() >= NetlinkMessage.HEADER) {
            int start = in.position();
            int length = in.getInt(start);
            if (length < NetlinkMessage.HEADER || length > in.remaining()) {
                break;
            }
            ByteBuffer payload = in.slice(start + NetlinkMessage.HEADER, length - NetlinkMessage.HEADER)
                    .order(ByteOrder.nativeOrder());
            replies.add(new NetlinkReply(
                    Short.toUnsignedInt(in.getShort(start + 4)),
                    Short.toUnsignedInt(in.getShort(start + 6)),
                    in.getInt(start + 8),
                    payload));
            in.position(Math.min(in.limit(), start + align(length)));
        }
        return replies;
    }

    /** The error number in an ERROR or DONE message; 0: success. */
    int errno() {
        return payload.remaining() < 4 ? 0 : -payload.getInt(0);
    }

    /** What the kernel says beside the number (NLMSGERR_ATTR_MSG). */
    String errorDetail() {
        if ((flags & ACK_ATTRIBUTES) == 0) {
            return "";
        }
        int echoed = (flags & CAPPED) != 0 ? NetlinkMessage.HEADER : payload.getInt(4);
        ByteBuffer text = attribute(4 + align(echoed), 1);
        return text == null ? "" : text(text);
    }

    /** The value of the first attribute of {@code type} behind a family header of {@code header} bytes. */
    @Nullable ByteBuffer attribute(int header, int type) {
        int at = header;
        while (at + 4 <= payload.limit()) {
            int length = Short.toUnsignedInt(payload.getShort(at));
            if (length < 4 || at + length > payload.limit()) {
                return null;
            }
            if ((Short.toUnsignedInt(payload.getShort(at + 2)) & 0x3fff) == type) {
                return payload.slice(at + 4, length - 4).order(ByteOrder.nativeOrder());
            }
            at += align(length);
        }
        return null;
    }

    /** An attribute's text without its closing zero. */
    static String text(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        int end = bytes.length > 0 && bytes[bytes.length - 1] == 0 ? bytes.length - 1 : bytes.length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static int align(int length) {
        return (length + 3) & ~3;
    }
}
