package dev.davit.storage.progress;

import dev.davit.storage.blob.Workers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.springframework.stereotype.Component;

/**
 * Turns what writes into what can be read: the writer runs on a thread of its own, a few pieces ahead. When it fails,
 * so does the reading, and the answer is cut rather than passing for whole.
 */
@Component
public class ByteStream {

    private static final int PIECE = 256 * 1024;
    private static final int AHEAD = 4;

    private final Workers workers;

    ByteStream(Workers workers) {
        this.workers = workers;
    }

    /** Writes an answer. */
    @FunctionalInterface
    public interface Writer {
        /** Writes all of it. */
        void write(OutputStream out) throws IOException;
    }

    /** Begins to write; {@code after} runs when the writer is done or given up. */
    public InputStream of(Writer writer, Runnable after) {
        Pieces pieces = Pieces.ahead(AHEAD);
        pieces.madeBy(workers.submit(() -> {
            try (OutputStream out = new BufferedOutputStream(new Sink(pieces), PIECE)) {
                writer.write(out);
            } catch (IOException | RuntimeException failure) {
                pieces.fail(new IOException("cannot write the archive: " + failure.getMessage(), failure));
            } finally {
                after.run();
            }
            pieces.putEnd();
            return true;
        }));
        return pieces;
    }

    private static final class Sink extends OutputStream {

        private final Pieces pieces;

        Sink(Pieces pieces) {
            this.pieces = pieces;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > 0) {
                pieces.put(Arrays.copyOfRange(bytes, offset, offset + length));
            }
        }
    }
}
