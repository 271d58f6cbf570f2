package dev.davit.network.sandbox;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.NetworkSpec;
import dev.davit.contracts.network.NetworkStatus;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.network.ManagedNetwork;
import dev.davit.network.network.NetworkAdmin;
import dev.davit.network.network.Networks;
import dev.davit.network.status.KernelFeatures;
import dev.davit.platform.error.DavitException;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.web.bind.annotation.RestController;

/** The contract. */
@RestController
class NetworkController implements NetworkApi {

    private final Networks networks;
    private final NetworkAdmin admin;
    private final Sandboxes sandboxes;
    private final SandboxStore store;
    private final Views views;
    private final KernelFeatures features;

    NetworkController(
            Networks networks,
            NetworkAdmin admin,
            Sandboxes sandboxes,
            SandboxStore store,
            Views views,
            KernelFeatures features) {
        this.networks = networks;
        this.admin = admin;
        this.sandboxes = sandboxes;
        this.store = store;
        this.views = views;
        this.features = features;
    }

    @Override
    public List<Network> networks() {
        List<Endpoint> endpoints = views.endpoints();
        return networks.all().stream().map(network -> view(network, endpoints)).toList();
    }

    @Override
    public Network network(String ref) {
        return view(networks.get(ref), views.endpoints());
    }

    @Override
    public Network createNetwork(NetworkSpec spec) {
        return view(admin.create(spec), List.of());
    }

    @Override
    public void removeNetwork(String ref) {
        admin.remove(ref);
    }

    @Override
    public Sandbox createSandbox(SandboxSpec spec) {
        return views.sandbox(sandboxes.create(spec));
    }

    @Override
    public List<Sandbox> sandboxes() {
        return store.all().stream().map(views::sandbox).toList();
    }

    @Override
    public Sandbox sandbox(String id) {
        return store.find(id)
                .map(views::sandbox)
                .orElseThrow(() -> DavitException.notFound("sandbox " + id + " not found"));
    }

    @Override
    public void removeSandbox(String id) {
        sandboxes.remove(id);
    }

    @Override
    public NetworkStatus status() {
        return features.status();
    }

    private Network view(ManagedNetwork network, List<Endpoint> endpoints) {
        Predicate<Endpoint> within = endpoint -> endpoint.networkId().equals(network.id());
        return views.network(network, endpoints.stream().filter(within).toList());
    }
}
