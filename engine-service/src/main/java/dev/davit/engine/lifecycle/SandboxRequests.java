package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.NetworkSpec;
import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.runtime.HeldNamespaces;
import dev.davit.engine.userns.UserNamespaces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container asks of the network service. */
final class SandboxRequests {

    private SandboxRequests() {}

    static SandboxSpec of(LiveContainer container, @Nullable HeldNamespaces held) {
        ContainerSpec spec = container.definition().spec();
        NetworkSpec network = spec.network();
        String mode = network.disabled() ? "none" : network.mode().isEmpty() ? "default" : network.mode();
        return new SandboxSpec(
                container.id(),
                container.name(),
                mode,
                spec.hostname() == null ? "" : spec.hostname(),
                spec.domainname(),
                endpoints(network, mode),
                ports(network),
                network.dns(),
                network.dnsSearch(),
                network.dnsOptions(),
                network.extraHosts(),
                sysctls(spec, mode),
                user(container.definition().ids(), held == null ? null : held.net()));
    }

    private static SandboxSpec.@Nullable UserNamespace user(@Nullable IdMappings ids, @Nullable String netns) {
        return ids == null || netns == null
                ? null
                : new SandboxSpec.UserNamespace(netns, UserNamespaces.rootUid(ids), UserNamespaces.rootGid(ids));
    }

    private static Map<String, EndpointSpec> endpoints(NetworkSpec network, String mode) {
        Map<String, EndpointSpec> endpoints = new LinkedHashMap<>(network.endpoints());
        if (network.links().isEmpty() && network.macAddress() == null) {
            return endpoints;
        }
        String key = mode.equals("default") ? "bridge" : mode;
        EndpointSpec asked = endpoints.getOrDefault(key, EndpointSpec.ANY);
        List<String> links = new ArrayList<>(asked.links());
        links.addAll(network.links());
        endpoints.put(
                key,
                new EndpointSpec(
                        asked.aliases(),
                        links,
                        asked.ipv4Address(),
                        asked.ipv6Address(),
                        asked.macAddress() == null ? network.macAddress() : asked.macAddress(),
                        asked.driverOptions()));
        return endpoints;
    }

    private static List<PortBinding> ports(NetworkSpec network) {
        List<PortBinding> ports = new ArrayList<>(network.ports());
        if (network.publishAll()) {
            for (String exposed : network.exposedPorts()) {
                PortBinding free = port(exposed);
                boolean bound = network.ports().stream()
                        .anyMatch(port -> port.containerPort() == free.containerPort()
                                && port.protocol().equals(free.protocol()));
                if (!bound) {
                    ports.add(free);
                }
            }
        }
        return ports;
    }

    private static PortBinding port(String exposed) {
        int slash = exposed.indexOf('/');
        String number = slash < 0 ? exposed : exposed.substring(0, slash);
        return new PortBinding(Integer.parseInt(number), slash < 0 ? "tcp" : exposed.substring(slash + 1), "", 0);
    }

    // In a namespace of its own, a container may use low ports and ping without a capability.
    private static Map<String, String> sysctls(ContainerSpec spec, String mode) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        if (!mode.equals("host")) {
            sysctls.put("net.ipv4.ip_unprivileged_port_start", "0");
            sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        spec.security().sysctls().forEach((key, value) -> {
            if (key.startsWith("net.")) {
                sysctls.put(key, value);
            }
        });
        return sysctls;
    }
}
