package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Observed;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Removes containers. */
@Component
public class Removals {

    private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

    private final Containers containers;
    private final Stops stops;
    private final Releaser releaser;

    Removals(Containers containers, Stops stops, Releaser releaser) {
        this.containers = containers;
        this.stops = stops;
        this.releaser = releaser;
    }

    /** Removes one; see the contract. */
    public void remove(LiveContainer container, boolean force, boolean volumes) {
        Observed observed = container.observed();
        if (container.removing()) {
            throw inProgress(container);
        }
        if (observed.running() && !force) {
            throw DavitException.conflict("cannot remove container \"" + container.name() + "\": " + running(observed));
        }
        if (observed.running()) {
            stops.end(container);
        }
        container.lock().lock();
        try {
            if (containers.byId(container.id()) == null) {
                return; // it removed itself when it ended
            }
            if (container.removing()) {
                throw inProgress(container);
            }
            if (container.observed().running()) {
                throw DavitException.conflict(
                        "cannot remove container \"" + container.name() + "\": " + running(container.observed()));
            }
            removeStopped(container, container.observed().sandbox() != null, volumes);
        } finally {
            container.lock().unlock();
        }
    }

    private static String running(Observed observed) {
        return observed.status() == ContainerStatus.PAUSED
                ? "container is paused and must be unpaused first"
                : "container is " + observed.status().name().toLowerCase(Locale.ROOT)
                        + ": stop the container before removing or force remove";
    }

    private static DavitException inProgress(LiveContainer container) {
        return DavitException.conflict("removal of container " + container.id() + " is already in progress");
    }

    /** Removes one that is to be removed when it ends, with its anonymous volumes. */
    void discard(LiveContainer container) {
        begin(container, container.observed().sandbox() != null, () -> {}).end();
    }

    /** Begins to remove one that is to be removed when it ends, whose process is gone and whose monitor will be. */
    Removal begin(LiveContainer container, boolean sandbox, Watcher.Gone gone) {
        container.removing(true);
        return new Removal(container, Parallel.fork(() -> {
            releaser.removeAll(container, sandbox, true, gone);
            return true;
        }));
    }

    /** A removal that has begun. */
    final class Removal {

        private final LiveContainer container;
        private final FutureTask<?> released;

        private Removal(LiveContainer container, FutureTask<?> released) {
            this.container = container;
            this.released = released;
        }

        /** Waits for its end, and commits it. */
        void end() {
            try {
                finish(container, Parallel.failure(released));
            } catch (DavitException failure) {
                LOG.warn("container {} was not removed: {}", container.id(), failure.message());
            }
        }
    }

    private void removeStopped(LiveContainer container, boolean sandbox, boolean volumes) {
        container.removing(true);
        RuntimeException failure = null;
        try {
            releaser.removeAll(container, sandbox, volumes, () -> {});
        } catch (RuntimeException refused) {
            failure = refused;
        }
        finish(container, failure);
    }

    private void finish(LiveContainer container, @Nullable RuntimeException failure) {
        if (failure != null) {
            containers.observe(container, container.observed().as(ContainerStatus.DEAD), List.of());
            container.removing(false);
            throw DavitException.internal(
                    "container " + container.id() + ": failed to remove root filesystem: " + failure.getMessage(),
                    failure);
        }
        containers.forget(container);
    }
}
