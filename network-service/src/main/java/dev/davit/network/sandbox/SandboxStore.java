package dev.davit.network.sandbox;

import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.endpoint.EndpointRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Sandboxes and their endpoints in the tables; each change is one transaction. */
@Component
class SandboxStore {

    private static final TypeReference<List<PortBinding>> PORTS = new TypeReference<>() {};

    private final SandboxRepository sandboxes;
    private final EndpointRepository endpoints;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

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

    Stored add(SandboxSpec spec, List<EndpointRow> rows, List<PortBinding> ports) {
        SandboxRow row = new SandboxRow(
                spec.id(),
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                json.writeValueAsString(spec),
                json.writeValueAsString(ports));
        transaction.executeWithoutResult(status -> {
            sandboxes.save(row);
            rows.forEach(endpoints::save);
        });
        return new Stored(spec, rows, ports);
    }

    Optional<Stored> find(String id) {
        return sandboxes.findById(id).map(row -> read(row, endpoints.living(id)));
    }

    List<Stored> all() {
        List<EndpointRow> living = endpoints.living();
        return sandboxes.all().stream()
                .map(row -> read(
                        row,
                        living.stream()
                                .filter(endpoint -> endpoint.sandboxId().equals(row.getId()))
                                .toList()))
                .toList();
    }

    /** Removes the sandbox; its addresses stay leased. */
    void remove(String id) {
        transaction.executeWithoutResult(status -> {
            sandboxes.remove(id);
            endpoints.leave(id);
        });
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
