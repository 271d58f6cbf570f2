package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTests {

    /** Sequences in sequences that do not tell their lengths. */
    static byte[] open(int depth) {
        ByteBuffer content = ByteBuffer.allocate(2 * depth);
        while (content.hasRemaining()) {
            content.putShort((short) 0x3080);
        }
        return content.array();
    }

    /** Sequences in sequences that tell their lengths. */
    static byte[] told(int depth) {
        ByteBuffer content = ByteBuffer.allocate(5 * depth);
        while (content.hasRemaining()) {
            content.putShort((short) 0x3083).put((byte) 0).putShort((short) content.remaining());
        }
        return content.array();
    }

    private static byte[] beside(String element, int times) {
        byte[] one = HexFormat.of().parseHex(element);
        ByteBuffer content = ByteBuffer.allocate(one.length * times);
        while (content.hasRemaining()) {
            content.put(one);
        }
        return content.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000, 10_000})
    void whatIsNestedTooDeepIsRefused(int depth) {
        for (byte[] content : new byte[][] {open(depth), told(depth)}) {
            assertThatExceptionOfType(Untrusted.class)
                    .isThrownBy(() -> Nesting.check(content))
                    .withMessageContaining("too deep");
        }
    }

    @Test
    void whatIsLongAndFlatIsRead() throws GeneralSecurityException {
        byte[][] contents = {
            new byte[0],
            {0x30},
            {0x3f, (byte) 0x80},
            {0x30, (byte) 0x84, -1, -1, -1, -1},
            open(100),
            told(100),
            beside("3000", 10_000),
            beside("3003020101", 10_000),
            beside("30800000", 10_000), // each ends before the next begins
            beside("3080020101300400000000", 1), // an end inside one that tells its length is none
            beside("bf8101020500", 10_000),
            new Authority("CN=authority").certificate().getEncoded(),
            new FakeClock("CN=clock").token(new byte[10], Instant.now())
        };
        for (byte[] content : contents) {
            assertThatCode(() -> Nesting.check(content)).doesNotThrowAnyException();
        }
    }

    @Test
    void endsInsideOfWhatTellsItsLengthHideNothing() {
        // open, told, open, told …: zeros that the told ones hold end no open one
        byte[] content = beside("308030820fff0000", 200);
        assertThatExceptionOfType(Untrusted.class).isThrownBy(() -> Nesting.check(content));
    }
}
