package dev.davit.registry.blob;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has the disk write while the rest still comes over the network, so that the synchronisation at the end finds little
 * to do. The kernel reports a failure to write once only: it is kept for the end.
 */
final class EarlyFlush {

    private static final long STEP = 8L * 1024 * 1024;

    private final FileChannel channel;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<@Nullable IOException> failed = new AtomicReference<>();
    private long pending;

    EarlyFlush(FileChannel channel) {
        this.channel = channel;
    }

    void wrote(int bytes) {
        pending += bytes;
        if (pending >= STEP && running.compareAndSet(false, true)) {
            pending = 0;
            Thread.startVirtualThread(this::flush);
        }
    }

    private void flush() {
        try {
            channel.force(false);
        } catch (ClosedChannelException over) {
            // the upload was dropped, or was faster
        } catch (IOException failure) {
            failed.set(failure);
        } finally {
            running.set(false);
        }
    }

    /** Returns when all is on the disk. */
    void finish() throws IOException {
        channel.force(true);
        IOException failure = failed.get();
        if (failure != null) {
            throw new IOException("the disk failed during the upload", failure);
        }
    }
}
