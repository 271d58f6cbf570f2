package dev.davit.contracts.engine;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.PortBinding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is connected.
 *
 * @param mode {@code default} or {@code bridge}, {@code host}, {@code none}, {@code container:ID}, a network's name
 * @param exposedPorts {@code 80/tcp}
 * @param publishAll publish every exposed port on a free host port
 * @param endpoints settings by network name or id
 */
public record NetworkSpec(
        String mode,
        List<PortBinding> ports,
        List<String> exposedPorts,
        boolean publishAll,
        Map<String, EndpointSpec> endpoints,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions,
        List<String> extraHosts,
        List<String> links,
        @Nullable String macAddress,
        boolean disabled) {}
