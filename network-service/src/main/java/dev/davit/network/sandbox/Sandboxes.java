package dev.davit.network.sandbox;

import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.firewall.Firewall;
import dev.davit.network.firewall.Publication;
import dev.davit.network.network.ManagedNetwork;
import dev.davit.network.network.NetworkAdmin;
import dev.davit.network.network.Networks;
import dev.davit.network.sandbox.SandboxStore.Stored;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes and removes sandboxes. For one id, one thing at a time. */
@Component
class Sandboxes {

    private final SandboxStore store;
    private final SandboxPlanner planner;
    private final SandboxKernel kernel;
    private final SandboxFiles files;
    private final PeerNames peers;
    private final Sweeper sweeper;
    private final Firewall firewall;
    private final Networks networks;
    private final NetworkAdmin admin;
    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

    Sandboxes(
            SandboxStore store,
            SandboxPlanner planner,
            SandboxKernel kernel,
            SandboxFiles files,
            PeerNames peers,
            Sweeper sweeper,
            Firewall firewall,
            Networks networks,
            NetworkAdmin admin) {
        this.store = store;
        this.planner = planner;
        this.kernel = kernel;
        this.files = files;
        this.peers = peers;
        this.sweeper = sweeper;
        this.firewall = firewall;
        this.networks = networks;
        this.admin = admin;
    }

    /** Makes a sandbox, or gives the one that is there. */
    Stored create(SandboxSpec spec) {
        return alone(spec.id(), () -> store.find(spec.id()).orElseGet(() -> make(spec)));
    }

    /** Removes what its caller waits for; the sweeper does the rest. */
    void remove(String id) {
        alone(id, () -> {
            Optional<Stored> found = store.find(id);
            found.ifPresent(this::unmake);
            return found;
        });
    }

    private Stored make(SandboxSpec spec) {
        sweeper.awaitUnpinned(spec.id());
        admin.lock().readLock().lock();
        try {
            SandboxPlan plan = planner.plan(spec);
            Stored stored = new Stored(spec, plan.rows(), plan.ports());
            try {
                build(plan, stored);
            } catch (RuntimeException failure) {
                unmake(stored);
                throw failure;
            }
            store.show(stored);
            peers.update(stored);
            return stored;
        } finally {
            admin.lock().readLock().unlock();
        }
    }

    // The namespace is made while the rows are committed. It needs them only when it is pinned: until then a kill of
    // this process takes it away, and ports and files without rows are removed at the next start.
    private void build(SandboxPlan plan, Stored stored) {
        CompletableFuture<Boolean> rest = new CompletableFuture<>();
        CompletableFuture<Boolean> pinned = plan.hostMode() ? rest : kernel.build(plan, () -> await(rest));
        try {
            store.add(stored);
            writeFiles(plan);
            firewall.publish(plan.publications());
            rest.complete(true);
        } catch (RuntimeException failure) {
            rest.completeExceptionally(failure);
        }
        await(pinned);
    }

    private static void await(CompletableFuture<Boolean> work) {
        try {
            work.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }

    private void writeFiles(SandboxPlan plan) {
        ManagedNetwork.Bridge bridge = networks.get("bridge").bridge();
        List<String> addresses =
                plan.bridged().stream().map(SandboxPlan.Bridged::address).toList();
        files.write(plan.spec(), plan.hostMode(), bridge == null ? "" : bridge.gateway(), addresses);
    }

    private void unmake(Stored stored) {
        String id = stored.spec().id();
        firewall.withdraw(publications(stored));
        store.remove(id);
        planner.releasePorts(stored.ports());
        sweeper.sweep(id, stored.endpoints());
        peers.update(stored);
    }

    static List<Publication> publications(Stored stored) {
        List<EndpointRow> endpoints = stored.endpoints();
        return endpoints.isEmpty()
                ? List.of()
                : SandboxPlan.publications(stored.ports(), endpoints.getFirst().address());
    }

    private <T> T alone(String id, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
