package dev.davit.contracts.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A network.
 *
 * @param driver {@code bridge}, {@code host}, {@code null}
 * @param predefined {@code bridge}, {@code host} and {@code none}, which cannot be removed
 */
public record Network(
        String id,
        String name,
        Instant created,
        String scope,
        String driver,
        boolean ipv4,
        boolean ipv6,
        boolean internal,
        boolean attachable,
        boolean predefined,
        String ipamDriver,
        List<Subnet> subnets,
        Map<String, String> options,
        Map<String, String> labels,
        List<Endpoint> endpoints) {

    /** A subnet in CIDR form, its gateway, and the part of it from which addresses are leased (empty: all). */
    public record Subnet(String subnet, String gateway, String ipRange, Map<String, String> auxiliaryAddresses) {}
}
