package dev.davit.engine.stats;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Samples, the first at once, then one a second until the client closes. */
final class StatsStream extends InputStream {

    private final Supplier<String> sample;
    private final boolean goesOn;
    private final CountDownLatch closed = new CountDownLatch(1);
    private byte[] bytes = {};
    private int position;
    private boolean begun;

    StatsStream(Supplier<String> sample, boolean goesOn) {
        this.sample = sample;
        this.goesOn = goesOn;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position == bytes.length && !more()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - position);
        System.arraycopy(bytes, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return bytes.length - position;
    }

    private boolean more() throws IOException {
        if (begun && (!goesOn || closedWithinSecond())) {
            return false;
        }
        begun = true;
        bytes = sample.get().getBytes(StandardCharsets.UTF_8);
        position = 0;
        return true;
    }

    private boolean closedWithinSecond() throws IOException {
        try {
            return closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("statistics were interrupted");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
