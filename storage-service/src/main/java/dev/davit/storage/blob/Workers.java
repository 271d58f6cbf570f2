package dev.davit.storage.blob;

import dev.davit.platform.error.DavitException;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/** Threads for work on the disk: platform threads, since a system call holds the carrier of a virtual one. */
@Component
public class Workers {

    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("disk-", 0).factory());

    /** Starts it. */
    public <T> Future<T> submit(Callable<T> task) {
        return threads.submit(task);
    }

    /** Starts it, and nobody waits. */
    public void run(Runnable task) {
        threads.execute(task);
    }

    /** Does it on such a thread, and waits. */
    public <T> T call(Callable<T> task) {
        try {
            return threads.submit(task).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DavitException.internal("interrupted", interrupted);
        } catch (ExecutionException failure) {
            throw Failures.translated(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
