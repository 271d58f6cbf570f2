package dev.davit.registry.scrub;

import java.util.concurrent.TimeUnit;

/** Reads no faster than it may. */
final class Pace {

    private final long rate;
    private final long begin = System.nanoTime();
    private long bytes;

    Pace(long rate) {
        this.rate = rate;
    }

    void read(int n) throws InterruptedException {
        bytes += n;
        long due = (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / rate);
        long early = due - (System.nanoTime() - begin);
        if (early > TimeUnit.MILLISECONDS.toNanos(5)) {
            TimeUnit.NANOSECONDS.sleep(early);
        }
    }

    long bytes() {
        return bytes;
    }
}
