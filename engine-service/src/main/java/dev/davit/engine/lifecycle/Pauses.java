package dev.davit.engine.lifecycle;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Freezes and thaws containers. */
@Component
public class Pauses {

    private final Containers containers;
    private final OciRuntime runtime;

    Pauses(Containers containers, OciRuntime runtime) {
        this.containers = containers;
        this.runtime = runtime;
    }

    /** Freezes. */
    public void pause(LiveContainer container) {
        container.lock().lock();
        try {
            switch (container.observed().status()) {
                case PAUSED -> throw DavitException.conflict("Container " + container.id() + " is already paused");
                case RESTARTING ->
                    throw DavitException.conflict(
                            "Container " + container.id() + " is restarting, wait until the container is running");
                case RUNNING -> {
                    run(container, "pause", () -> runtime.pause(container.id()));
                    commit(container, ContainerStatus.PAUSED, "pause");
                }
                default -> throw notRunning(container);
            }
        } finally {
            container.lock().unlock();
        }
    }

    /** Thaws. */
    public void unpause(LiveContainer container) {
        container.lock().lock();
        try {
            if (container.observed().status() != ContainerStatus.PAUSED) {
                throw container.observed().running()
                        ? DavitException.conflict("Container " + container.id() + " is not paused")
                        : notRunning(container);
            }
            run(container, "unpause", () -> runtime.resume(container.id()));
            commit(container, ContainerStatus.RUNNING, "unpause");
        } finally {
            container.lock().unlock();
        }
    }

    private static DavitException notRunning(LiveContainer container) {
        return DavitException.conflict("container " + container.id() + " is not running");
    }

    private void commit(LiveContainer container, ContainerStatus status, String action) {
        containers.observe(container, container.observed().as(status), List.of(event(container, action, Map.of())));
    }

    private interface Action {
        void run() throws IOException, RuntimeFailure;
    }

    private static void run(LiveContainer container, String what, Action action) {
        try {
            action.run();
        } catch (IOException | RuntimeFailure failure) {
            throw DavitException.internal(
                    "cannot " + what + " container " + container.id() + ": " + failure.getMessage(), failure);
        }
    }
}
