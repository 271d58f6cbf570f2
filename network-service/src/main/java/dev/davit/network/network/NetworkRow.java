package dev.davit.network.network;

import dev.davit.network.row.ImmutableRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A network as it is kept. It never changes. */
@Entity
@Table(name = "networks")
class NetworkRow extends ImmutableRow {

    private String name;
    private String driver;
    private @Nullable String bridge;
    private @Nullable String subnet;
    private @Nullable String gateway;

    @Column(name = "ip_range")
    private @Nullable String ipRange;

    private String auxiliary;
    private boolean ipv6;
    private boolean internal;
    private boolean attachable;
    private boolean predefined;
    private String options;
    private String labels;

    @SuppressWarnings("NullAway.Init")
    protected NetworkRow() {}

    NetworkRow(ManagedNetwork network, Instant created, String auxiliary, String options, String labels) {
        super(network.id(), created);
        this.name = network.name();
        this.driver = network.driver();
        ManagedNetwork.Bridge bridged = network.bridge();
        if (bridged != null) {
            this.bridge = bridged.name();
            this.subnet = bridged.subnet().toString();
            this.gateway = bridged.gateway();
            this.ipRange = bridged.range() == null ? null : bridged.range().toString();
        }
        this.auxiliary = auxiliary;
        this.internal = network.internal();
        this.attachable = network.attachable();
        this.predefined = network.predefined();
        this.options = options;
        this.labels = labels;
    }

    String name() {
        return name;
    }

    String driver() {
        return driver;
    }

    @Nullable String bridge() {
        return bridge;
    }

    @Nullable String subnet() {
        return subnet;
    }

    @Nullable String gateway() {
        return gateway;
    }

    @Nullable String ipRange() {
        return ipRange;
    }

    String auxiliary() {
        return auxiliary;
    }

    boolean ipv6() {
        return ipv6;
    }

    boolean internal() {
        return internal;
    }

    boolean attachable() {
        return attachable;
    }

    boolean predefined() {
        return predefined;
    }

    String options() {
        return options;
    }

    String labels() {
        return labels;
    }
}
