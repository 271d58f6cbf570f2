package dev.davit.network.sandbox;

import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.platform.database.Commits;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sandboxes and their endpoints in the tables; each change is one transaction. This host's sandboxes have no other
 * writer, so reads are from memory.
 */
@Component
class SandboxStore {

    private static final TypeReference<List<PortBinding>> PORTS = new TypeReference<>() {};

    private final SandboxRepository sandboxes;
    private final EndpointRepository endpoints;
    private final Commits commits;
    private final JsonMapper json;
    private final Map<String, Stored> memory = new ConcurrentHashMap<>();

    SandboxStore(SandboxRepository sandboxes, EndpointRepository endpoints, Commits commits, JsonMapper json) {
        this.sandboxes = sandboxes;
        this.endpoints = endpoints;
        this.commits = commits;
        this.json = json;
    }

    /** A sandbox that is kept. */
    record Stored(SandboxSpec spec, List<EndpointRow> endpoints, List<PortBinding> ports) {}

    /** Reads the tables. */
    void load() {
        Map<String, List<EndpointRow>> living =
                endpoints.living().stream().collect(Collectors.groupingBy(EndpointRow::sandboxId));
        memory.clear();
        for (SandboxRow row : sandboxes.all()) {
            memory.put(row.getId(), read(row, living.getOrDefault(row.getId(), List.of())));
        }
    }

    /**
     * Adds a sandbox with its endpoints.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException an address is taken
     */
    void add(Stored stored) {
        String spec = json.writeValueAsString(stored.spec());
        String ports = json.writeValueAsString(stored.ports());
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        commits.run(() -> {
            commits.jdbc()
                    .update(
                            "insert into sandboxes (id, created, spec, ports) values (?, ?, ?, ?)",
                            stored.spec().id(),
                            now,
                            spec,
                            ports);
            stored.endpoints().forEach(this::insert);
        });
    }

    private void insert(EndpointRow endpoint) {
        commits.jdbc()
                .update(
                        "insert into endpoints (id, network_id, sandbox_id, sandbox_name, address, mac, link,"
                                + " interface_name, aliases, leaving) values (?, ?, ?, ?, ?, ?, ?, ?, ?, false)",
                        endpoint.getId(),
                        endpoint.networkId(),
                        endpoint.sandboxId(),
                        endpoint.sandboxName(),
                        endpoint.address(),
                        endpoint.mac(),
                        endpoint.link(),
                        endpoint.interfaceName(),
                        endpoint.aliases());
    }

    /** From here on {@link #find} finds it. */
    void show(Stored stored) {
        memory.put(stored.spec().id(), stored);
    }

    Optional<Stored> find(String id) {
        return Optional.ofNullable(memory.get(id));
    }

    List<Stored> all() {
        return List.copyOf(memory.values());
    }

    /** Removes the sandbox, if it was ever added; its addresses stay leased. */
    void remove(String id) {
        commits.run(() -> {
            commits.jdbc().update("delete from sandboxes where id = ?", id);
            commits.jdbc().update("update endpoints set leaving = true where sandbox_id = ? and leaving = false", id);
        });
        memory.remove(id);
    }

    void endLeases(Collection<String> endpointIds) {
        List<Object[]> ids = endpointIds.stream().map(id -> new Object[] {id}).toList();
        commits.run(() -> commits.jdbc().batchUpdate("delete from endpoints where id = ?", ids));
    }

    /** Endpoints without a sandbox, whose addresses are still leased. */
    List<EndpointRow> leaving() {
        return endpoints.findAll().stream().filter(EndpointRow::leaving).toList();
    }

    private Stored read(SandboxRow row, List<EndpointRow> living) {
        return new Stored(json.readValue(row.spec(), SandboxSpec.class), living, json.readValue(row.ports(), PORTS));
    }
}
