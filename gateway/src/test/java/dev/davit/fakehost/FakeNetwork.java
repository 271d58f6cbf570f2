package dev.davit.fakehost;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.NetworkSpec;
import dev.davit.contracts.network.NetworkStatus;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.bind.annotation.RestController;

/** Networks in memory; {@code bridge} has one endpoint. */
@RestController
public class FakeNetwork implements NetworkApi {

    final List<Network> networks = new CopyOnWriteArrayList<>();

    FakeNetwork() {
        clear();
    }

    public void clear() {
        networks.clear();
        Endpoint endpoint = new Endpoint(
                "e".repeat(64),
                "1".repeat(64),
                "bridge",
                "c".repeat(64),
                "web",
                "172.17.0.2",
                16,
                "172.17.0.1",
                "",
                0,
                "",
                "02:42:ac:11:00:02",
                "eth0",
                List.of());
        networks.add(network("bridge", "bridge", "1".repeat(64), List.of(endpoint)));
        networks.add(network("host", "host", "2".repeat(64), List.of()));
        networks.add(network("none", "null", "3".repeat(64), List.of()));
    }

    private static Network network(String name, String driver, String id, List<Endpoint> endpoints) {
        return new Network(
                id,
                name,
                Instant.EPOCH,
                "local",
                driver,
                true,
                false,
                false,
                false,
                true,
                "default",
                driver.equals("bridge")
                        ? List.of(new Network.Subnet("172.17.0.0/16", "172.17.0.1", "", Map.of()))
                        : List.of(),
                Map.of(),
                Map.of(),
                endpoints);
    }

    @Override
    public List<Network> networks() {
        return networks;
    }

    @Override
    public Network network(String ref) {
        return networks.stream()
                .filter(each -> each.name().equals(ref) || each.id().startsWith(ref))
                .findFirst()
                .orElseThrow(() -> DavitException.notFound("network " + ref + " not found"));
    }

    @Override
    public Network createNetwork(NetworkSpec spec) {
        if (networks.stream().anyMatch(each -> each.name().equals(spec.name()))) {
            throw DavitException.conflict("network with name " + spec.name() + " already exists");
        }
        Network network = new Network(
                Ids.random(),
                spec.name(),
                Instant.now(),
                "local",
                spec.driver(),
                true,
                spec.ipv6(),
                spec.internal(),
                spec.attachable(),
                false,
                "default",
                spec.subnets(),
                spec.options(),
                spec.labels(),
                List.of());
        networks.add(network);
        return network;
    }

    @Override
    public void removeNetwork(String ref) {
        networks.remove(network(ref));
    }

    @Override
    public Sandbox createSandbox(SandboxSpec spec) {
        throw DavitException.notImplemented("the gateway does not need this");
    }

    @Override
    public List<Sandbox> sandboxes() {
        return new ArrayList<>();
    }

    @Override
    public Sandbox sandbox(String id) {
        throw DavitException.notImplemented("the gateway does not need this");
    }

    @Override
    public void removeSandbox(String id) {
        throw DavitException.notImplemented("the gateway does not need this");
    }

    @Override
    public NetworkStatus status() {
        return new NetworkStatus(List.of("bridge", "host", "null"), true, List.of());
    }
}
