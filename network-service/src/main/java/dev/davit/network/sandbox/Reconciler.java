package dev.davit.network.sandbox;

import dev.davit.contracts.network.PortBinding;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.firewall.Firewall;
import dev.davit.network.firewall.HostPorts;
import dev.davit.network.firewall.Publication;
import dev.davit.network.network.NetworkAdmin;
import dev.davit.network.network.Networks;
import dev.davit.network.sandbox.SandboxStore.Stored;
import dev.davit.platform.id.Ids;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Brings kernel and tables together when the service starts, before its socket listens: what the tables have and the
 * kernel has not is made again where it can be (bridges, packet filter) and dropped where not (namespaces, after a
 * reboot); what the kernel has and the tables have not is removed.
 */
@Component
class Reconciler implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final Networks networks;
    private final NetworkAdmin admin;
    private final SandboxStore store;
    private final SandboxPaths paths;
    private final Sweeper sweeper;
    private final Firewall firewall;
    private final HostPorts hostPorts;
    private final Forwarding forwarding;
    private volatile boolean running;

    Reconciler(
            Networks networks,
            NetworkAdmin admin,
            SandboxStore store,
            SandboxPaths paths,
            Sweeper sweeper,
            Firewall firewall,
            HostPorts hostPorts,
            Forwarding forwarding) {
        this.networks = networks;
        this.admin = admin;
        this.store = store;
        this.paths = paths;
        this.sweeper = sweeper;
        this.firewall = firewall;
        this.hostPorts = hostPorts;
        this.forwarding = forwarding;
    }

    @Override
    public void start() {
        admin.start();
        List<Stored> alive = new ArrayList<>();
        store.load();
        Set<String> pinned = Mounts.pinned(paths.namespaces());
        for (Stored stored : store.all()) {
            if (isThere(stored, pinned)) {
                alive.add(stored);
            } else {
                LOG.warn(
                        "Sandbox {} is gone from the host; dropping it",
                        stored.spec().id());
                store.remove(stored.spec().id());
            }
        }
        openPorts(alive);
        removeStrangers(alive);
        running = true;
    }

    private boolean isThere(Stored stored, Set<String> pinned) {
        String id = stored.spec().id();
        return Files.isDirectory(paths.files(id))
                && (networks.isHost(stored.endpoints()) || pinned.contains(Ids.shortId(id)));
    }

    private void openPorts(List<Stored> alive) {
        List<Publication> publications = alive.stream()
                .flatMap(stored -> Sandboxes.publications(stored).stream())
                .toList();
        forwarding.plan();
        firewall.restore(admin.rules(), publications, forwarding.isOurs());
        forwarding.enable();
        for (Stored stored : alive) {
            for (PortBinding port : stored.ports()) {
                hostPorts.retake(port.protocol(), port.hostIp(), port.hostPort());
            }
        }
    }

    private void removeStrangers(List<Stored> alive) {
        Set<String> ids = alive.stream().map(stored -> stored.spec().id()).collect(Collectors.toSet());
        Set<String> shortIds = ids.stream().map(Ids::shortId).collect(Collectors.toSet());
        for (String name : paths.namespaceNames()) {
            if (!shortIds.contains(name)) {
                sweeper.sweep(name, List.of());
            }
        }
        for (String id : paths.withFiles()) {
            if (!ids.contains(id)) {
                paths.removeFiles(id);
            }
        }
        store.leaving().forEach(endpoint -> sweeper.sweep(endpoint.sandboxId(), List.of(endpoint)));
        Set<String> links = alive.stream()
                .flatMap(stored -> stored.endpoints().stream())
                .map(EndpointRow::link)
                .collect(Collectors.toSet());
        admin.sweepLinks(links::contains);
    }

    // The sandboxes of running containers need bridges and packet filter also without this service.
    @Override
    public void stop() {
        running = false;
        try {
            if (store.all().isEmpty()) {
                admin.withdraw();
            }
        } catch (RuntimeException failure) {
            LOG.warn("Bridges or packet filter stay on the host; the next start takes them over", failure);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0; // before the web server listens
    }
}
