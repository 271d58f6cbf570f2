package dev.davit.registry.cache;

import dev.davit.registry.upstream.UpstreamException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is being fetched, for whoever waits for it. Who reads along is not given its last byte before all of them
 * are known to be right: nobody takes a wrong blob for a complete one.
 */
final class Fill implements Closeable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Path folder;
    private State state = State.ASKING;
    private @Nullable Spool spool;
    private @Nullable IOException failure;
    private long length = -1;
    private long received;
    private boolean verified;
    private int holders = 1;

    Fill(Path folder) {
        this.folder = folder;
    }

    /** How far it has come. */
    enum State {
        ASKING,
        RECEIVING,
        /** All bytes are there, and are right. */
        VERIFIED,
        /** The store has it. */
        HELD,
        /** The upstream does not have it. */
        MISSING,
        FAILED
    }

    // ---- who fetches

    /** The upstream sends it; -1: it does not say how long it is. */
    void begins(long bytes) throws IOException {
        Spool opened = Spool.open(folder);
        change(() -> {
            spool = opened;
            length = bytes;
            state = State.RECEIVING;
        });
    }

    /** The same stream, from which readers see what has been read. */
    InputStream watch(InputStream in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                Objects.checkFromIndexSize(offset, count, buffer.length);
                int n = in.read(buffer, offset, count);
                if (n > 0) {
                    took(buffer, offset, n);
                }
                return n;
            }
        };
    }

    private void took(byte[] buffer, int offset, int count) throws IOException {
        if (length >= 0 && received + count > length) {
            throw UpstreamException.failed("the upstream sends more than it said", null);
        }
        Objects.requireNonNull(spool).write(buffer, offset, count, received);
        change(() -> received += count);
    }

    void ends(State how) {
        change(() -> {
            state = how;
            if (how == State.VERIFIED) {
                verified = true;
                length = received;
            }
        });
    }

    /** Those who read along go on if all bytes are there, and only the store failed. */
    void fails(IOException why) {
        change(() -> {
            failure = why;
            state = State.FAILED;
        });
    }

    private void change(Runnable work) {
        lock.lock();
        try {
            work.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- who waits

    /** Waits until the upstream has answered; fails as it did. */
    State answered() throws IOException {
        return await(State.RECEIVING);
    }

    /** Waits until it is in the store; fails as it did. */
    State held() throws IOException {
        return await(State.HELD);
    }

    private State await(State least) throws IOException {
        lock.lock();
        try {
            while (state.compareTo(least) < 0) {
                changed.awaitUninterruptibly();
            }
            if (failure != null && (least == State.HELD || !verified)) {
                throw failure;
            }
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all of it, as soon as that is known; -1: the store had it already. Fails as the upstream did. */
    long size() throws IOException {
        lock.lock();
        try {
            while (length < 0 && state.compareTo(State.VERIFIED) < 0) {
                changed.awaitUninterruptibly();
            }
            if (failure != null && !verified) {
                throw failure;
            }
            return length;
        } finally {
            lock.unlock();
        }
    }

    /** The bytes from an offset on, as they come, where the upstream has begun to send them. */
    InputStream open(long offset) {
        return new Reader(Objects.requireNonNull(spool), offset);
    }

    /** Keeps the bytes until {@link #close}, as long as somebody else does; false: they have gone. */
    boolean enter() {
        lock.lock();
        try {
            if (holders > 0) {
                holders++;
            }
            return holders > 0;
        } finally {
            lock.unlock();
        }
    }

    /** The last one who lets go of the bytes ends them. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            holders--;
            if (holders == 0 && spool != null) {
                spool.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private final class Reader extends InputStream {

        private final Spool bytes;
        private long position;

        Reader(Spool bytes, long position) {
            this.bytes = bytes;
            this.position = position;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            Objects.checkFromIndexSize(offset, count, buffer.length);
            long available = readable(position);
            if (available <= 0 || count == 0) {
                return available <= 0 ? -1 : 0;
            }
            int n = bytes.read(buffer, offset, (int) Math.min(count, available), position);
            position += Math.max(0, n);
            return n;
        }
    }

    /** Waits for bytes behind a position; none: the end. */
    private long readable(long position) throws IOException {
        lock.lock();
        try {
            while (!verified && failure == null && received - 1 <= position) {
                changed.awaitUninterruptibly();
            }
            if (failure != null && !verified) {
                throw failure;
            }
            return (verified ? received : received - 1) - position;
        } finally {
            lock.unlock();
        }
    }
}
