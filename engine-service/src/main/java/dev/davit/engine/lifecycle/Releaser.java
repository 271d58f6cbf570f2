package dev.davit.engine.lifecycle;

import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.EnginePaths;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets go of what a run held. Failures are logged: an exit is an exit, and the next start or removal tries again. */
@Component
class Releaser {

    private static final Logger LOG = LoggerFactory.getLogger(Releaser.class);

    private final StorageApi storage;
    private final NetworkApi network;
    private final EnginePaths paths;
    private final SharedMemory sharedMemory;

    Releaser(StorageApi storage, NetworkApi network, EnginePaths paths, SharedMemory sharedMemory) {
        this.storage = storage;
        this.network = network;
        this.paths = paths;
        this.sharedMemory = sharedMemory;
    }

    /** Mount, sandbox and run-time files, in parallel. */
    void release(LiveContainer container, boolean sandbox) {
        FutureTask<?> connection = sandbox ? Parallel.fork(() -> sandbox(container)) : null;
        try {
            storage.unmount(container.id());
        } catch (RuntimeException failure) {
            LOG.warn("container {} stays mounted: {}", container.id(), failure.getMessage());
        }
        files(container);
        warn(container, connection);
    }

    /** As {@link #release}; throws what another service threw, so that it can be tried again. */
    void releaseOrThrow(LiveContainer container, boolean sandbox) {
        storage.unmount(container.id());
        if (sandbox) {
            network.removeSandbox(container.id());
        }
        files(container);
    }

    /** The sandbox alone, where others may be waiting for its ports or addresses. */
    Void sandbox(LiveContainer container) {
        network.removeSandbox(container.id());
        return null;
    }

    /** Sandbox and snapshot, in parallel, then what the monitor uses; throws what storage threw. */
    void removeAll(LiveContainer container, boolean sandbox, boolean volumes, Watcher.Gone gone) {
        FutureTask<?> connection = sandbox ? Parallel.fork(() -> sandbox(container)) : null;
        try {
            storage.removeSnapshot(container.id(), volumes);
        } finally {
            gone.await();
            files(container);
            EnginePaths.remove(paths.lasting(container.id()));
            warn(container, connection);
        }
    }

    private static void warn(LiveContainer container, @Nullable FutureTask<?> connection) {
        RuntimeException failure = connection == null ? null : Parallel.failure(connection);
        if (failure != null) {
            LOG.warn("container {} keeps its network: {}", container.id(), failure.getMessage());
        }
    }

    private void files(LiveContainer container) {
        sharedMemory.unmount(container.id());
        EnginePaths.remove(paths.container(container.id()));
    }

    /** Whether others could ask for what its sandbox holds. */
    static boolean contended(@Nullable Sandbox sandbox) {
        return sandbox != null && !sandbox.ports().isEmpty();
    }
}
