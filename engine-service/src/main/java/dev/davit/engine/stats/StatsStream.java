package dev.davit.engine.stats;

import dev.davit.platform.stream.PieceStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Samples, the first at once, then one a second until the client closes. */
final class StatsStream extends PieceStream {

    private final Supplier<String> sample;
    private final boolean goesOn;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean begun;

    StatsStream(Supplier<String> sample, boolean goesOn) {
        this.sample = sample;
        this.goesOn = goesOn;
    }

    @Override
    protected boolean more() throws IOException {
        if (begun && (!goesOn || closedWithinSecond())) {
            return false;
        }
        begun = true;
        piece(sample.get().getBytes(StandardCharsets.UTF_8));
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
