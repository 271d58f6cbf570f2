package dev.davit.contracts.network;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a container is to be connected.
 *
 * @param id the container's
 * @param name the container's
 * @param mode {@code bridge} (also {@code default}), {@code host}, {@code none}, or a network's name or id;
 *     {@code container:ID} needs no sandbox
 * @param ports to publish
 * @param extraHosts {@code name:address}; the address {@code host-gateway} stands for the host
 * @param sysctls of the network namespace ({@code net.…})
 */
public record SandboxSpec(
        String id,
        String name,
        String mode,
        String hostname,
        @Nullable String domainname,
        Map<String, EndpointSpec> endpoints,
        List<PortBinding> ports,
        List<String> dns,
        List<String> dnsSearch,
        List<String> dnsOptions,
        List<String> extraHosts,
        Map<String, String> sysctls) {}
