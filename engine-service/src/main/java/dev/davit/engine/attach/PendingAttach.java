package dev.davit.engine.attach;

import dev.davit.engine.container.Run;
import dev.davit.engine.container.StartListener;
import dev.davit.engine.runtime.MonitorSocket;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A client that waits for a container to start; it is connected before the first byte is written. */
final class PendingAttach implements StartListener {

    private final MonitorSocket.Attachment attachment;
    private final CompletableFuture<@Nullable RawConnection> connection = new CompletableFuture<>();

    PendingAttach(MonitorSocket.Attachment attachment) {
        this.attachment = attachment;
    }

    @Override
    public void created(Run run) {
        try {
            connection.complete(run.monitor().attach(attachment));
        } catch (IOException failure) {
            connection.completeExceptionally(failure);
        }
    }

    @Override
    public void failed() {
        connection.complete(null);
    }

    /** The connection; null when the container did not start. */
    @Nullable RawConnection await() throws IOException {
        try {
            return connection.get();
        } catch (ExecutionException failure) {
            throw new IOException("cannot attach: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a start", interrupted);
        }
    }
}
