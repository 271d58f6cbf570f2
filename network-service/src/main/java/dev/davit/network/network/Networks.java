package dev.davit.network.network;

import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.firewall.BridgeRules;
import dev.davit.network.ipam.Ipv4;
import dev.davit.network.ipam.Subnet;
import dev.davit.platform.error.DavitException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The networks of this host: the tables' memory, with their address pools. */
@Component
public class Networks {

    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private final NetworkRepository rows;
    private final EndpointRepository endpoints;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private volatile List<ManagedNetwork> networks = List.of();

    Networks(NetworkRepository rows, EndpointRepository endpoints, TransactionTemplate transaction, JsonMapper json) {
        this.rows = rows;
        this.endpoints = endpoints;
        this.transaction = transaction;
        this.json = json;
    }

    /** Every network, oldest first. */
    public List<ManagedNetwork> all() {
        return networks;
    }

    /** By name, id, or the beginning of one id. */
    public ManagedNetwork get(String ref) {
        return find(ref).orElseThrow(() -> DavitException.notFound("network " + ref + " not found"));
    }

    /** By full id, for what a foreign key guarantees. */
    public ManagedNetwork byId(String id) {
        return networks.stream()
                .filter(network -> network.id().equals(id))
                .findFirst()
                .orElseThrow(() -> DavitException.notFound("network " + id + " not found"));
    }

    /** Whether endpoints are on the host's own network. */
    public boolean isHost(List<EndpointRow> endpoints) {
        return endpoints.stream()
                .anyMatch(endpoint -> byId(endpoint.networkId()).driver().equals("host"));
    }

    Optional<ManagedNetwork> named(String name) {
        return networks.stream().filter(network -> network.name().equals(name)).findFirst();
    }

    List<BridgeRules> rules() {
        return networks.stream()
                .map(ManagedNetwork::rules)
                .filter(Objects::nonNull)
                .toList();
    }

    void load() {
        List<ManagedNetwork> loaded =
                new ArrayList<>(rows.all().stream().map(this::read).toList());
        networks = List.copyOf(loaded);
        for (EndpointRow endpoint : endpoints.findAll()) {
            ManagedNetwork.Bridge bridge = byId(endpoint.networkId()).bridge();
            if (bridge != null && endpoint.address() != null) {
                bridge.pool().take(Ipv4.parse(endpoint.address()));
            }
        }
    }

    void add(ManagedNetwork network) {
        Instant created = network.created().truncatedTo(ChronoUnit.MICROS);
        String auxiliary =
                write(network.bridge() == null ? Map.of() : network.bridge().auxiliary());
        NetworkRow row = new NetworkRow(network, created, auxiliary, write(network.options()), write(network.labels()));
        transaction.executeWithoutResult(status -> rows.save(row));
        List<ManagedNetwork> more = new ArrayList<>(networks);
        more.add(network);
        networks = List.copyOf(more);
    }

    void remove(ManagedNetwork network) {
        transaction.executeWithoutResult(status -> {
            endpoints.endLeaving(network.id());
            rows.remove(network.id());
        });
        forget(network);
    }

    void forget(ManagedNetwork network) {
        networks = networks.stream()
                .filter(other -> !other.id().equals(network.id()))
                .toList();
    }

    private Optional<ManagedNetwork> find(String ref) {
        Optional<ManagedNetwork> exact = named(ref)
                .or(() -> networks.stream()
                        .filter(network -> network.id().equals(ref))
                        .findFirst());
        if (exact.isPresent() || ref.isEmpty()) {
            return exact;
        }
        List<ManagedNetwork> beginning = networks.stream()
                .filter(network -> network.id().startsWith(ref))
                .toList();
        if (beginning.size() > 1) {
            throw DavitException.invalid(
                    "network " + ref + " is ambiguous (" + beginning.size() + " matches found based on ID prefix)");
        }
        return beginning.stream().findFirst();
    }

    private ManagedNetwork read(NetworkRow row) {
        Map<String, String> options = json.readValue(row.options(), STRINGS);
        return new ManagedNetwork(
                row.getId(),
                row.name(),
                row.created(),
                row.driver(),
                readBridge(row),
                row.internal(),
                row.attachable(),
                row.predefined(),
                options,
                json.readValue(row.labels(), STRINGS));
    }

    private ManagedNetwork.@Nullable Bridge readBridge(NetworkRow row) {
        String bridge = row.bridge();
        String subnet = row.subnet();
        String gateway = row.gateway();
        if (bridge == null || subnet == null || gateway == null) {
            return null;
        }
        String range = row.ipRange();
        return ManagedNetwork.Bridge.of(
                bridge,
                Subnet.parse(subnet),
                gateway,
                range == null ? null : Subnet.parse(range),
                json.readValue(row.auxiliary(), STRINGS));
    }

    private String write(Map<String, String> map) {
        return json.writeValueAsString(map);
    }
}
