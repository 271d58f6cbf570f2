package dev.davit.registry.schedule;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Works at each interval as long as the service runs; a failure is logged, and the next time comes. */
public abstract class Periodic implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final String name;
    private final Duration interval;
    private volatile @Nullable Thread thread;

    /** Work of this name; an interval of 0: never. */
    protected Periodic(String name, Duration interval) {
        this.name = name;
        this.interval = interval;
    }

    /** Works once. */
    protected abstract void work() throws IOException, InterruptedException;

    @Override
    public void start() {
        if (interval.isPositive()) {
            thread = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(interval);
                once();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() throws InterruptedException {
        try {
            work();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("{} failed; it is tried again in {}", name, interval, failure);
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
