package dev.davit.network.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetlinkMessageTests {

    @Test
    void toBytesWhenLinkRequestHasHeaderAndFamilyHeader() {
        byte[] bytes = new NetlinkMessage(16, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE)
                .link(0, 7, 1)
                .toBytes(9);
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        assertThat(message.getInt(0)).isEqualTo(32).isEqualTo(bytes.length);
        assertThat(message.getShort(4)).isEqualTo((short) 16);
        assertThat(message.getShort(6)).isEqualTo((short) (0x400 | 0x200 | 4 | 1)); // create, exclusive, ack, request
        assertThat(message.getInt(8)).isEqualTo(9);
        assertThat(message.getInt(20)).isEqualTo(7);
        assertThat(message.getInt(24)).isEqualTo(1); // flags
        assertThat(message.getInt(28)).isEqualTo(1); // change mask
    }

    @Test
    void toBytesWhenAttributeIsOddPadsToFour() {
        byte[] bytes = new NetlinkMessage(16, 0)
                .link(0, 0, 0)
                .string(3, "eth0")
                .u8(4, 1)
                .toBytes(1);
        assertThat(HexFormat.of().formatHex(bytes, 32, bytes.length))
                .isEqualTo("0900" + "0300" + "6574683000" + "000000" + "0500" + "0400" + "01" + "000000");
    }

    @Test
    void toBytesWhenNestedCountsItsContent() {
        byte[] bytes = new NetlinkMessage(16, 0)
                .link(0, 0, 0)
                .nested(18, info -> info.string(1, "veth").nested(2, data -> data.u32(28, 5)))
                .toBytes(1);
        ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        assertThat(message.getShort(32)).isEqualTo((short) (bytes.length - 32));
        assertThat(message.getShort(34)).isEqualTo((short) (0x8000 | 18));
        assertThat(message.getShort(48)).isEqualTo((short) 12); // the inner nest: its header and one number
    }

    @Test
    void ipv4IsInNetworkOrder() {
        byte[] bytes =
                new NetlinkMessage(20, 0).address(16, 2).ipv4(1, 0xac110002).toBytes(1);
        assertThat(HexFormat.of().formatHex(bytes, 28, 32)).isEqualTo("ac110002");
    }

    @Test
    void dumpAsksForNoAcknowledgement() {
        NetlinkMessage dump = new NetlinkMessage(18, NetlinkMessage.DUMP).link(0, 0, 0);
        ByteBuffer message = ByteBuffer.wrap(dump.toBytes(1)).order(ByteOrder.nativeOrder());
        assertThat(message.getShort(6)).isEqualTo((short) 0x301);
    }

    @Test
    void parseWhenRefusedGivesErrorAndWhatTheKernelSays() {
        ByteBuffer datagram = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        datagram.putInt(44)
                .putShort((short) 2)
                .putShort((short) 0x300)
                .putInt(5)
                .putInt(0);
        datagram.putInt(-17); // EEXIST
        datagram.putInt(32).putShort((short) 16).putShort((short) 5).putInt(5).putInt(0); // the request's header alone
        datagram.putShort((short) 8).putShort((short) 1).put(new byte[] {'n', 'o', '!', 0});
        datagram.flip();
        List<NetlinkReply> replies = NetlinkReply.parse(datagram);
        assertThat(replies).hasSize(1);
        assertThat(replies.getFirst().errno()).isEqualTo(KernelException.EEXIST);
        assertThat(replies.getFirst().errorDetail()).isEqualTo("no!");
    }

    @Test
    void parseWhenTruncatedStopsThere() {
        ByteBuffer datagram = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        datagram.putInt(400)
                .putShort((short) 16)
                .putShort((short) 0)
                .putInt(1)
                .putInt(0)
                .putInt(0);
        datagram.flip();
        assertThat(NetlinkReply.parse(datagram)).isEmpty();
    }
}
