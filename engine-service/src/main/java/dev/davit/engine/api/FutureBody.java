package dev.davit.engine.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A body that comes later. */
final class FutureBody extends InputStream {

    private final CompletableFuture<String> text;
    private byte @Nullable [] bytes;
    private int position;

    FutureBody(CompletableFuture<String> text) {
        this.text = text;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        byte[] all = bytes == null ? await() : bytes;
        bytes = all;
        if (position == all.length) {
            return -1;
        }
        int count = Math.min(length, all.length - position);
        System.arraycopy(all, position, buffer, offset, count);
        position += count;
        return count;
    }

    private byte[] await() throws IOException {
        try {
            return text.get().getBytes(StandardCharsets.UTF_8);
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a wait was interrupted");
        }
    }
}
