package dev.davit.engine.api;

import dev.davit.platform.stream.PieceStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A body that comes later. */
final class FutureBody extends PieceStream {

    private final CompletableFuture<String> text;
    private boolean given;

    FutureBody(CompletableFuture<String> text) {
        this.text = text;
    }

    @Override
    protected boolean more() throws IOException {
        if (given) {
            return false;
        }
        try {
            piece(text.get().getBytes(StandardCharsets.UTF_8));
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a wait was interrupted");
        }
        given = true;
        return true;
    }
}
