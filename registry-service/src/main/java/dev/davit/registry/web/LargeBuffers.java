package dev.davit.registry.web;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Large buffers outside the heap, made when they are first needed and kept: however many clients, there are few. */
final class LargeBuffers {

    static final int SIZE = 256 * 1024;
    static final int MOST = 8;

    private final Semaphore left = new Semaphore(MOST);
    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /** One of {@link #SIZE} bytes to give back; empty: all are in use. */
    Optional<ByteBuffer> take() {
        if (!left.tryAcquire()) {
            return Optional.empty();
        }
        ByteBuffer known = idle.poll();
        return Optional.of(known == null ? ByteBuffer.allocateDirect(SIZE) : known);
    }

    void giveBack(ByteBuffer buffer) {
        idle.add(buffer);
        left.release();
    }
}
