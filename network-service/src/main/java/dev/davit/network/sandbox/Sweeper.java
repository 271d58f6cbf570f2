package dev.davit.network.sandbox;

import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.netlink.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Does what nobody waits for when a sandbox is gone: unpins its namespace, removes its files, and gives its addresses
 * back once its links are no more. The rows of leaving endpoints are its memory over a restart.
 */
@Component
class Sweeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private static final int PATIENCE_MS = 300; // a namespace ends with its last process; then its links are deleted
    private static final int STEP_MS = 10;
    private static final int STOP_PATIENCE_MS = 2000;

    private record Leaving(String id, List<EndpointRow> endpoints, CompletableFuture<Boolean> unpinned) {}

    private final SandboxPaths paths;
    private final SandboxStore store;
    private final SandboxPlanner planner;
    private final Kernel kernel;
    private final BlockingQueue<Leaving> queue = new LinkedBlockingQueue<>();
    private final ConcurrentMap<String, CompletableFuture<Boolean>> pinned = new ConcurrentHashMap<>();
    private volatile boolean running;

    Sweeper(SandboxPaths paths, SandboxStore store, SandboxPlanner planner, Kernel kernel) {
        this.paths = paths;
        this.store = store;
        this.planner = planner;
        this.kernel = kernel;
    }

    /** Takes over what is left of a sandbox. */
    void sweep(String id, List<EndpointRow> endpoints) {
        Leaving leaving = new Leaving(id, endpoints, new CompletableFuture<>());
        pinned.put(id, leaving.unpinned());
        queue.add(leaving);
    }

    /** Waits until a former sandbox of this id is out of a new one's way. */
    void awaitUnpinned(String id) {
        CompletableFuture<Boolean> before = pinned.get(id);
        if (before != null) {
            before.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("sweeper").daemon().start(this::run);
    }

    @Override
    public void stop() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_PATIENCE_MS);
        while (!pinned.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STEP_MS));
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                Leaving first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    List<Leaving> batch = new ArrayList<>(List.of(first));
                    queue.drainTo(batch);
                    sweep(batch);
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                LOG.error("cannot sweep; what is left is swept at the next start", failure);
            }
        }
    }

    private void sweep(List<Leaving> batch) throws InterruptedException {
        for (Leaving leaving : batch) {
            unpin(leaving);
        }
        List<EndpointRow> endpoints =
                batch.stream().flatMap(leaving -> leaving.endpoints().stream()).toList();
        awaitLinksGone(endpoints);
        store.endLeases(endpoints.stream().map(EndpointRow::getId).toList());
        planner.releaseAddresses(endpoints);
    }

    private void unpin(Leaving leaving) {
        try {
            Kernel.unpin(paths.namespace(leaving.id()));
            SandboxPaths.delete(paths.namespace(leaving.id()));
            paths.removeFiles(leaving.id());
        } finally {
            pinned.remove(leaving.id(), leaving.unpinned());
            leaving.unpinned().complete(true);
        }
    }

    private void awaitLinksGone(List<EndpointRow> endpoints) throws InterruptedException {
        List<String> links = endpoints.stream()
                .map(EndpointRow::link)
                .filter(link -> !link.isEmpty())
                .toList();
        for (int waited = 0; waited < PATIENCE_MS && !links.isEmpty(); waited += STEP_MS) {
            Thread.sleep(STEP_MS);
            links = stillThere(links);
        }
        for (String link : links) {
            kernel.execute(host -> host.index(link).ifPresent(host::delete));
        }
    }

    private List<String> stillThere(List<String> links) {
        return kernel.run(host ->
                links.stream().filter(link -> host.index(link).isPresent()).toList());
    }
}
