package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Observed;
import dev.davit.engine.container.Run;
import dev.davit.engine.runtime.ExitRecord;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Makes what is written down agree with the kernel when the engine starts. Containers run on while it is away: those
 * whose monitor answers are taken over, those that ended are given their exit.
 */
@Component
class Reconciliation implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private final Containers containers;
    private final Watcher watcher;
    private final Starts starts;
    private final Removals removals;
    private final Releaser releaser;
    private volatile boolean running;

    Reconciliation(Containers containers, Watcher watcher, Starts starts, Removals removals, Releaser releaser) {
        this.containers = containers;
        this.watcher = watcher;
        this.starts = starts;
        this.removals = removals;
        this.releaser = releaser;
    }

    // Before the web server, so that the first request sees what is.
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        running = true;
        containers.load();
        for (LiveContainer container : containers.all()) {
            boolean alive = adopt(container);
            if (!alive) {
                Thread.ofVirtual()
                        .name("reconcile-" + container.id().substring(0, 12))
                        .start(() -> settle(container));
            }
        }
    }

    @Override
    public void stop() {
        watcher.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Takes over a container whose process runs. */
    private boolean adopt(LiveContainer container) {
        Integer pid = watcher.pid(container);
        if (pid == null || pid == 0) {
            return false;
        }
        try {
            Run run = new Run(pid, watcher.socket(container), null);
            RawConnection wait = run.monitor().await();
            Observed observed = container.observed();
            if (!observed.alive()) {
                // Started in the moment in which the engine ended.
                containers.observe(
                        container,
                        observed.started(pid, Instant.now(), observed.sandbox()),
                        List.of(Containers.event(container, "start", Map.of())));
            }
            starts.adopt(container, run, wait);
            return true;
        } catch (IOException ended) {
            LOG.debug("container {} ended just now: {}", container.id(), ended.toString());
            return false;
        }
    }

    private void settle(LiveContainer container) {
        try {
            Observed observed = container.observed();
            if (observed.alive()) {
                end(container, watcher.lost(container));
            }
            if (container.observed().status() == ContainerStatus.REMOVING
                    || (container.definition().spec().autoRemove()
                            && container.observed().status() == ContainerStatus.EXITED)) {
                Patience.until(() -> removals.remove(container, true, true));
            } else if (container.observed().status() == ContainerStatus.RESTARTING
                    || (!container.observed().running()
                            && RestartRules.atStart(
                                    container.definition().spec().restart(), container.observed()))) {
                Patience.until(() -> starts.resume(container));
            }
        } catch (RuntimeException failure) {
            LOG.warn("container {} was not put right: {}", container.id(), failure.getMessage());
        }
    }

    private void end(LiveContainer container, ExitRecord exit) {
        container.lock().lock();
        try {
            boolean connected = container.observed().sandbox() != null;
            containers.observe(
                    container,
                    container.observed().exited(exit.code(), exit.oomKilled(), exit.finishedAt()),
                    List.of(Containers.event(container, "die", Map.of("exitCode", Integer.toString(exit.code())))));
            container.tellExit();
            Patience.until(() -> releaser.releaseOrThrow(container, connected));
        } finally {
            container.lock().unlock();
        }
    }
}
