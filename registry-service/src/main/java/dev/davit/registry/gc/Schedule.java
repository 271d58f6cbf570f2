package dev.davit.registry.gc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Collects at each interval. */
@Component
class Schedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

    private final Collector collector;
    private final GcProperties properties;
    private volatile @Nullable Thread thread;

    Schedule(Collector collector, GcProperties properties) {
        this.collector = collector;
        this.properties = properties;
    }

    @Override
    public void start() {
        if (properties.interval().isPositive()) {
            thread = Thread.ofVirtual().name("gc").start(this::run);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(properties.interval());
                collect();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void collect() {
        try {
            Collected collected = collector.collect();
            LOG.info("collected {}", collected);
        } catch (IOException | RuntimeException failure) {
            LOG.warn("the collection of garbage failed; it is tried again in {}", properties.interval(), failure);
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
