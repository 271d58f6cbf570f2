package dev.davit.storage.transfer;

import dev.davit.storage.blob.Failures;
import dev.davit.storage.blob.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs tasks side by side, some at a time; when one fails the others are ended, and nothing runs on afterwards. */
@Component
class Together {

    private final Workers workers;

    Together(Workers workers) {
        this.workers = workers;
    }

    /**
     * Answers the results in order.
     *
     * @param undo what a task made, when another one failed
     */
    <T> List<T> run(int atOnce, List<Callable<T>> tasks, Consumer<T> undo) throws IOException {
        Semaphore turns = new Semaphore(atOnce, true);
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> task : tasks) {
            running.add(workers.submit(() -> {
                turns.acquire();
                try {
                    return task.call();
                } finally {
                    turns.release();
                }
            }));
        }
        return results(running, undo);
    }

    private static <T> List<T> results(List<Future<T>> running, Consumer<T> undo) throws IOException {
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        for (Future<T> task : running) {
            if (failure != null) {
                task.cancel(true);
            }
            try {
                results.add(task.get());
            } catch (ExecutionException failed) {
                failure = failure == null ? cause(failed) : failure;
                running.forEach(other -> other.cancel(true));
            } catch (CancellationException cancelled) {
                failure = failure == null ? cancelled : failure;
            } catch (InterruptedException interrupted) {
                failure = failure == null ? interrupted : failure;
                running.forEach(other -> other.cancel(true));
            }
        }
        if (failure == null) {
            return results;
        }
        results.forEach(undo);
        throw failure instanceof InterruptedException ? new IOException("cancelled", failure) : translated(failure);
    }

    private static IOException translated(Throwable failure) {
        if (failure instanceof IOException io) {
            return io;
        }
        throw Failures.translated(failure);
    }

    private static Throwable cause(ExecutionException failed) {
        @Nullable Throwable cause = failed.getCause();
        return cause == null ? failed : cause;
    }
}
