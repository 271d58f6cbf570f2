package dev.davit.storage.progress;

import dev.davit.storage.blob.Workers;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns what writes into what can be read: the writer runs on a thread of its own, a few pieces ahead. When it fails,
 * so does the reading, and the answer is cut rather than passing for whole.
 */
@Component
public class ByteStream {

    private static final int PIECE = 256 * 1024;
    private static final int AHEAD = 4;
    private static final byte[] END = {};

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
        Pieces pieces = new Pieces();
        pieces.running = workers.submit(() -> {
            try (OutputStream out = new BufferedOutputStream(pieces.sink(), PIECE)) {
                writer.write(out);
            } catch (IOException | RuntimeException failure) {
                pieces.failure = failure;
            } finally {
                after.run();
            }
            pieces.put(END);
            return true;
        });
        return pieces;
    }

    private static final class Pieces extends InputStream {

        private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(AHEAD);
        private volatile @Nullable Future<?> running;
        private volatile @Nullable Exception failure;
        private volatile boolean closed;
        private byte[] current = {};
        private int at;
        private boolean ended;

        OutputStream sink() {
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (length > 0) {
                        put(Arrays.copyOfRange(bytes, offset, offset + length));
                    }
                }
            };
        }

        void put(byte[] piece) throws IOException {
            try {
                if (closed) {
                    throw new IOException("nobody reads any more");
                }
                queue.put(piece);
            } catch (InterruptedException interrupted) {
                throw new IOException("cancelled", interrupted);
            }
        }

        private boolean fill() throws IOException {
            while (!ended && at == current.length) {
                try {
                    current = queue.take();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", interrupted);
                }
                at = 0;
                ended = current.length == 0;
            }
            if (ended && failure != null) {
                throw new IOException("cannot write the archive: " + failure.getMessage(), failure);
            }
            return !ended;
        }

        @Override
        public int read() throws IOException {
            return fill() ? current[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, current.length - at);
            System.arraycopy(current, at, buffer, offset, n);
            at += n;
            return n;
        }

        @Override
        public int available() {
            return queue.isEmpty() ? current.length - at : 1;
        }

        @Override
        public void close() {
            closed = true;
            Future<?> writing = running;
            if (writing != null) {
                writing.cancel(true);
            }
        }
    }
}
