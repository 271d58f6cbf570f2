package dev.davit.network.sandbox;

import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.endpoint.EndpointRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
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
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Map<String, Stored> memory = new ConcurrentHashMap<>();

    SandboxStore(
            SandboxRepository sandboxes,
            EndpointRepository endpoints,
            TransactionTemplate transaction,
            JsonMapper json) {
        this.sandboxes = sandboxes;
        this.endpoints = endpoints;
        this.transaction = transaction;
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

    void add(Stored stored) {
        SandboxRow row = new SandboxRow(
                stored.spec().id(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                json.writeValueAsString(stored.spec()),
                json.writeValueAsString(stored.ports()));
        transaction.executeWithoutResult(status -> {
            sandboxes.save(row);
            stored.endpoints().forEach(endpoints::save);
        });
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
        transaction.executeWithoutResult(status -> {
            sandboxes.remove(id);
            endpoints.leave(id);
        });
        memory.remove(id);
    }

    void endLeases(Collection<String> endpointIds) {
        transaction.executeWithoutResult(status -> endpoints.end(endpointIds));
    }

    /** Endpoints without a sandbox, whose addresses are still leased. */
    List<EndpointRow> leaving() {
        return endpoints.findAll().stream().filter(EndpointRow::leaving).toList();
    }

    private Stored read(SandboxRow row, List<EndpointRow> living) {
        return new Stored(json.readValue(row.spec(), SandboxSpec.class), living, json.readValue(row.ports(), PORTS));
    }
}
