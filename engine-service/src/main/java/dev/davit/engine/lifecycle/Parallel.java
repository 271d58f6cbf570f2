package dev.davit.engine.lifecycle;

import dev.davit.platform.error.DavitException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Work on a virtual thread beside the caller's, with the caller's request id. */
final class Parallel {

    private Parallel() {}

    static <T> FutureTask<T> fork(Callable<T> work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        FutureTask<T> task = new FutureTask<>(() -> {
            if (context != null) {
                MDC.setContextMap(context);
            }
            return work.call();
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    /** Its answer; throws what it threw. */
    static <T> T join(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw DavitException.internal(String.valueOf(failure.getMessage()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DavitException.unavailable("the engine is stopping", interrupted);
        }
    }

    /** What it threw, null when it did not; waits for it. */
    static @Nullable RuntimeException failure(FutureTask<?> task) {
        try {
            join(task);
            return null;
        } catch (RuntimeException failure) {
            return failure;
        }
    }
}
