package dev.davit.contracts.network;

import java.util.List;

/**
 * A container's place in a network.
 *
 * @param id 64 hexadecimal digits
 * @param containerName at the time of the connection
 * @param ipv4Address empty where there is none (also the other addresses)
 * @param interfaceName in the container
 */
public record Endpoint(
        String id,
        String networkId,
        String networkName,
        String containerId,
        String containerName,
        String ipv4Address,
        int ipv4PrefixLength,
        String ipv4Gateway,
        String ipv6Address,
        int ipv6PrefixLength,
        String ipv6Gateway,
        String macAddress,
        String interfaceName,
        List<String> aliases) {}
