package dev.davit.engine.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Restarts that are due. */
@Component
class RestartTimers implements DisposableBean {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("restarts").factory());
    private final Map<String, Duration> delays = new ConcurrentHashMap<>();
    private final Map<String, ScheduledFuture<?>> due = new ConcurrentHashMap<>();

    RestartTimers() {
        timer.setRemoveOnCancelPolicy(true);
    }

    void schedule(String id, @Nullable Instant startedAt, Instant finishedAt, Runnable restart) {
        Duration delay = RestartRules.delay(delays.get(id), startedAt, finishedAt);
        delays.put(id, delay);
        ScheduledFuture<?> task = timer.schedule(
                () -> {
                    due.remove(id);
                    Thread.ofVirtual().name("restart-" + id.substring(0, 12)).start(restart);
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
        due.put(id, task);
    }

    /** Forgets what is due, and the delay. */
    void cancel(String id) {
        delays.remove(id);
        ScheduledFuture<?> task = due.remove(id);
        if (task != null) {
            task.cancel(false);
        }
    }

    @Override
    public void destroy() {
        timer.shutdownNow();
    }
}
