package dev.davit.network.sandbox;

import dev.davit.network.row.ImmutableRow;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A sandbox as it is kept: what was asked for, and the ports as published. Both are JSON. */
@Entity
@Table(name = "sandboxes")
class SandboxRow extends ImmutableRow {

    private String spec;
    private String ports;

    @SuppressWarnings("NullAway.Init")
    protected SandboxRow() {}

    String spec() {
        return spec;
    }

    String ports() {
        return ports;
    }
}
