package dev.davit.contracts.network;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container asks of a network.
 *
 * @param ipv4Address null: any free one
 * @param macAddress null: made of the address
 */
public record EndpointSpec(
        List<String> aliases,
        List<String> links,
        @Nullable String ipv4Address,
        @Nullable String ipv6Address,
        @Nullable String macAddress,
        Map<String, String> driverOptions) {
    /** Anything. */
    public static final EndpointSpec ANY = new EndpointSpec(List.of(), List.of(), null, null, null, Map.of());
}
