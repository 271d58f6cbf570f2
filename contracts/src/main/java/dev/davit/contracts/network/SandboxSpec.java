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
 * @param user the container's user namespace; null: it has none
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
        Map<String, String> sysctls,
        @Nullable UserNamespace user) {

    /** For a container without a user namespace. */
    public SandboxSpec(
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
            Map<String, String> sysctls) {
        this(
                id,
                name,
                mode,
                hostname,
                domainname,
                endpoints,
                ports,
                dns,
                dnsSearch,
                dnsOptions,
                extraHosts,
                sysctls,
                null);
    }

    /**
     * A container's user namespace.
     *
     * @param netns path of a network namespace that belongs to it and is to be used; it may end after the call
     * @param uid of the container's root on the host, to whom its files are given
     * @param gid of that root's group
     */
    public record UserNamespace(String netns, long uid, long gid) {}
}
