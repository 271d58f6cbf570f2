package dev.davit.network.sandbox;

import dev.davit.network.row.ImmutableRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A sandbox as it is kept: what was asked for, and the ports as published. Both are JSON. */
@Entity
@Table(name = "sandboxes")
class SandboxRow extends ImmutableRow {

    private String spec;
    private String ports;

    @SuppressWarnings("NullAway.Init")
    protected SandboxRow() {}

    SandboxRow(String id, Instant created, String spec, String ports) {
        super(id, created);
        this.spec = spec;
        this.ports = ports;
    }

    String spec() {
        return spec;
    }

    String ports() {
        return ports;
    }
}
