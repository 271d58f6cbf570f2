package dev.davit.engine.container;

import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.kernel.ProcessDescriptor;
import dev.davit.engine.runtime.MonitorSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One process of a container, from its creation to the end of what it held. */
public final class Run {

    private final int pid;
    private final MonitorSocket monitor;
    private final ProcessDescriptor process;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final @Nullable UserIds user;
    private boolean closed;

    /**
     * A run of a process that is there.
     *
     * @param user as which it runs; null: not known, after a restart of the engine
     */
    public Run(int pid, MonitorSocket monitor, @Nullable UserIds user) throws IOException {
        this.pid = pid;
        this.user = user;
        this.monitor = monitor;
        this.process = ProcessDescriptor.open(pid);
    }

    /** On the host. */
    public int pid() {
        return pid;
    }

    /** As which user it runs; null where that is not known. */
    public @Nullable UserIds user() {
        return user;
    }

    /** Its monitor. */
    public MonitorSocket monitor() {
        return monitor;
    }

    /** Sends a signal; false when it has ended. */
    public synchronized boolean signal(int number) throws IOException {
        return !closed && process.signal(number);
    }

    /** Complete once its exit is committed. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Runs once its exit is committed. */
    public void onEnd(Runnable action) {
        CompletableFuture<Void> done = ended.thenRun(action);
        if (done.isCompletedExceptionally()) {
            throw new IllegalStateException("telling of an end failed");
        }
    }

    /** Complete once its mount and its sandbox are let go of. */
    public CompletableFuture<Void> released() {
        return released;
    }

    /** Lets go of the process descriptor. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            process.close();
        }
    }
}
