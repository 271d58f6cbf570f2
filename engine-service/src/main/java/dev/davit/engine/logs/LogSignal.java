package dev.davit.engine.logs;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Something changed. */
final class LogSignal {

    private final Semaphore changes = new Semaphore(0);

    void raise() {
        changes.release();
    }

    /** Waits for a change since the last wait, for a while at most. */
    void await(Duration longest) throws InterruptedIOException {
        try {
            if (changes.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                changes.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("following a log was interrupted");
        }
    }
}
