package dev.davit.network.endpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A container's place in a network, and the lease of its address. */
@Entity
@Table(name = "endpoints")
public class EndpointRow {

    @Id
    private String id;

    @Column(name = "network_id")
    private String networkId;

    @Column(name = "sandbox_id")
    private String sandboxId;

    @Column(name = "sandbox_name")
    private String sandboxName;

    private @Nullable String address;

    private String mac;

    private String link;

    @Column(name = "interface_name")
    private String interfaceName;

    private String aliases;

    private boolean leaving;

    @SuppressWarnings("NullAway.Init")
    protected EndpointRow() {}

    /**
     * A new endpoint.
     *
     * @param link the host's end; empty: none
     * @param aliases as JSON
     */
    public EndpointRow(
            String id,
            String networkId,
            String sandboxId,
            String sandboxName,
            @Nullable String address,
            String mac,
            String link,
            String interfaceName,
            String aliases) {
        this.id = id;
        this.networkId = networkId;
        this.sandboxId = sandboxId;
        this.sandboxName = sandboxName;
        this.address = address;
        this.mac = mac;
        this.link = link;
        this.interfaceName = interfaceName;
        this.aliases = aliases;
    }

    /** Its id. */
    public String getId() {
        return id;
    }

    /** Its network. */
    public String networkId() {
        return networkId;
    }

    /** The container. */
    public String sandboxId() {
        return sandboxId;
    }

    /** The container's name at the time of the connection. */
    public String sandboxName() {
        return sandboxName;
    }

    /** The leased address; null: none. */
    public @Nullable String address() {
        return address;
    }

    /** The MAC address; empty: none. */
    public String mac() {
        return mac;
    }

    /** The host's end; empty: none. */
    public String link() {
        return link;
    }

    /** The container's end. */
    public String interfaceName() {
        return interfaceName;
    }

    /** Further names, as JSON. */
    public String aliases() {
        return aliases;
    }

    /** Its sandbox is gone; the address is held until the link is gone too. */
    public boolean leaving() {
        return leaving;
    }
}
