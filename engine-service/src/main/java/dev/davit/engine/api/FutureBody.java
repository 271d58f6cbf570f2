package dev.davit.engine.api;

import dev.davit.platform.stream.PieceStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** A body that comes later. Closed before, it is no longer waited for. */
final class FutureBody<T> extends PieceStream {

    private final CompletableFuture<T> answer;
    private final Function<T, String> text;
    private boolean given;

    FutureBody(CompletableFuture<T> answer, Function<T, String> text) {
        this.answer = answer;
        this.text = text;
    }

    @Override
    protected boolean more() throws IOException {
        if (given) {
            return false;
        }
        try {
            piece(text.apply(answer.get()).getBytes(StandardCharsets.UTF_8));
        } catch (CancellationException closed) {
            return false;
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a wait was interrupted");
        }
        given = true;
        return true;
    }

    @Override
    public void close() {
        answer.cancel(false);
    }
}
