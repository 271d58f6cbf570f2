package dev.davit.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceStreamTests {

    @Test
    void piecesAreReadOneAfterAnotherAndEmptyOnesPassedOver() throws IOException {
        assertThat(pieces("one ", "", "", "two").readAllBytes()).asString().isEqualTo("one two");
    }

    @Test
    void readGivesWhatIsThereAndDoesNotAskForTheNextPiece() throws IOException {
        PieceStream stream = pieces("abc", "def");
        byte[] buffer = new byte[10];
        assertThat(stream.read(buffer, 0, 2)).isEqualTo(2);
        assertThat(stream.available()).isEqualTo(1);
        assertThat(stream.read(buffer, 0, 10)).isEqualTo(1);
        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isEqualTo('d');
    }

    @Test
    void readOfNothingWaitsForNothing() throws IOException {
        PieceStream never = new PieceStream() {
            @Override
            protected boolean more() {
                throw new AssertionError("asked for a piece");
            }
        };
        assertThat(never.read(new byte[1], 0, 0)).isZero();
    }

    @Test
    void endStaysTheEnd() throws IOException {
        PieceStream stream = pieces("x");
        assertThat(stream.read()).isEqualTo('x');
        assertThat(stream.read()).isEqualTo(-1);
        assertThat(stream.read(new byte[3], 0, 3)).isEqualTo(-1);
    }

    private static PieceStream pieces(String... texts) {
        Iterator<String> rest = List.of(texts).iterator();
        return new PieceStream() {
            @Override
            protected boolean more() {
                if (!rest.hasNext()) {
                    return false;
                }
                piece(rest.next().getBytes(StandardCharsets.UTF_8));
                return true;
            }
        };
    }
}
