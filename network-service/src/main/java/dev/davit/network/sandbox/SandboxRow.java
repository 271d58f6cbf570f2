package dev.davit.network.sandbox;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

/** A sandbox as it is kept: what was asked for, and the ports as published. Both are JSON. */
@Entity
@Table(name = "sandboxes")
class SandboxRow implements Persistable<String> {

    @Id
    private String id;

    private Instant created;
    private String spec;
    private String ports;

    @SuppressWarnings("NullAway.Init")
    protected SandboxRow() {}

    SandboxRow(String id, Instant created, String spec, String ports) {
        this.id = id;
        this.created = created;
        this.spec = spec;
        this.ports = ports;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return true;
    }

    Instant created() {
        return created;
    }

    String spec() {
        return spec;
    }

    String ports() {
        return ports;
    }
}
