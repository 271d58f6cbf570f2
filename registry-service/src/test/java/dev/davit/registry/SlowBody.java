package dev.davit.registry;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A body whose second half waits to be let go. */
final class SlowBody extends InputStream {

    private final byte[] content;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch rest = new CountDownLatch(1);
    private int at;

    SlowBody(byte[] content) {
        this.content = content;
    }

    /** Returns when the first half was taken. */
    void awaitHalf() throws InterruptedException {
        if (!begun.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody reads the body");
        }
    }

    void letGo() {
        rest.countDown();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int half = content.length / 2;
        if (at == half) {
            begun.countDown();
            await();
        }
        int n = Math.min(length, at < half ? half - at : content.length - at);
        if (n == 0) {
            return -1;
        }
        System.arraycopy(content, at, buffer, offset, n);
        at += n;
        return n;
    }

    private void await() {
        try {
            if (!rest.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the body was not let go");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
