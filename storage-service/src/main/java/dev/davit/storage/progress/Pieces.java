package dev.davit.storage.progress;

import dev.davit.platform.stream.PieceStream;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A stream that one thread makes and another reads; who closes it ends the making. */
final class Pieces extends PieceStream {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> queue;
    private volatile @Nullable Future<?> maker;
    private volatile @Nullable IOException failure;
    private volatile boolean closed;
    private boolean ended;

    private Pieces(int ahead) {
        queue = new LinkedBlockingQueue<>(ahead);
    }

    /** Of which at most so many pieces wait to be read. */
    static Pieces ahead(int most) {
        return new Pieces(most);
    }

    static Pieces unbounded() {
        return new Pieces(Integer.MAX_VALUE);
    }

    void madeBy(Future<?> making) {
        maker = making;
    }

    /** Waits until there is room. */
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

    /** For one without bounds: never waits nor fails, whoever reads. */
    void add(byte[] piece) {
        queue.add(piece);
    }

    void addEnd() {
        queue.add(END);
    }

    void putEnd() throws IOException {
        put(END);
    }

    /** What reading ends with. */
    void fail(IOException reason) {
        failure = reason;
    }

    @Override
    protected boolean more() throws IOException {
        if (!ended) {
            byte[] next = take();
            ended = next.length == 0;
            piece(next);
        }
        IOException reason = failure;
        if (ended && reason != null) {
            throw reason;
        }
        return !ended;
    }

    private byte[] take() throws IOException {
        try {
            return queue.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    @Override
    public int available() {
        int rest = super.available();
        return rest == 0 && !queue.isEmpty() ? 1 : rest;
    }

    @Override
    public void close() {
        closed = true;
        Future<?> making = maker;
        if (making != null) {
            making.cancel(true);
        }
    }
}
