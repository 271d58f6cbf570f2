package dev.davit.network.sandbox;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.Sandbox;
import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.network.ManagedNetwork;
import dev.davit.network.network.Networks;
import dev.davit.network.sandbox.SandboxStore.Stored;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Shows what is kept as the contract has it. */
@Component
class Views {

    private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

    private final EndpointRepository rows;
    private final Networks networks;
    private final SandboxPaths paths;
    private final JsonMapper json;

    Views(EndpointRepository rows, Networks networks, SandboxPaths paths, JsonMapper json) {
        this.rows = rows;
        this.networks = networks;
        this.paths = paths;
        this.json = json;
    }

    List<Endpoint> endpoints() {
        return rows.living().stream().map(this::endpoint).toList();
    }

    Sandbox sandbox(Stored stored) {
        String id = stored.spec().id();
        Path files = paths.files(id);
        List<Endpoint> endpoints =
                stored.endpoints().stream().map(this::endpoint).toList();
        boolean hostMode = networks.isHost(stored.endpoints());
        return new Sandbox(
                id,
                hostMode ? null : paths.namespace(id).toString(),
                files.resolve("hostname").toString(),
                files.resolve("hosts").toString(),
                files.resolve("resolv.conf").toString(),
                endpoints,
                stored.ports());
    }

    Network network(ManagedNetwork network, List<Endpoint> endpoints) {
        ManagedNetwork.Bridge bridge = network.bridge();
        return new Network(
                network.id(),
                network.name(),
                network.created(),
                "local",
                network.driver(),
                true,
                false,
                network.internal(),
                network.attachable(),
                network.predefined(),
                "default",
                bridge == null ? List.of() : List.of(subnet(bridge)),
                network.options(),
                network.labels(),
                endpoints);
    }

    private static Network.Subnet subnet(ManagedNetwork.Bridge bridge) {
        return new Network.Subnet(
                bridge.subnet().toString(),
                bridge.gateway(),
                bridge.range() == null ? "" : bridge.range().toString(),
                bridge.auxiliary());
    }

    private Endpoint endpoint(EndpointRow row) {
        ManagedNetwork network = networks.byId(row.networkId());
        ManagedNetwork.Bridge bridge = network.bridge();
        String address = row.address();
        return new Endpoint(
                row.getId(),
                network.id(),
                network.name(),
                row.sandboxId(),
                row.sandboxName(),
                address == null ? "" : address,
                bridge == null ? 0 : bridge.subnet().prefixLength(),
                bridge == null || network.internal() ? "" : bridge.gateway(),
                "",
                0,
                "",
                row.mac(),
                row.interfaceName(),
                json.readValue(row.aliases(), NAMES));
    }
}
