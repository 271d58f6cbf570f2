package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.Sandbox;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.id.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a container is connected. */
final class NetworkJson {

    private NetworkJson() {}

    static Map<String, @Nullable Object> settings(Container container, ApiVersion version) {
        Sandbox sandbox = StateJson.isRunning(container.state().status()) ? container.sandbox() : null;
        String key = sandbox == null || sandbox.netns() == null ? "" : sandbox.netns();
        Json json = Json.object()
                .put("Bridge", "")
                .put("SandboxID", sandbox == null ? "" : sandbox.id())
                .put("SandboxKey", key)
                .put("Ports", PortJson.map(container))
                .put("HairpinMode", false)
                .put("LinkLocalIPv6Address", "")
                .put("LinkLocalIPv6PrefixLen", 0)
                .put("SecondaryIPAddresses", null)
                .put("SecondaryIPv6Addresses", null);
        putDefault(json, sandbox == null ? null : bridge(sandbox));
        return json.put("Networks", networks(container, version)).map();
    }

    private static @Nullable Endpoint bridge(Sandbox sandbox) {
        return sandbox.endpoints().stream()
                .filter(endpoint -> endpoint.networkName().equals("bridge"))
                .findFirst()
                .orElse(null);
    }

    private static void putDefault(Json json, @Nullable Endpoint bridge) {
        json.put("EndpointID", bridge == null ? "" : bridge.id())
                .put("Gateway", bridge == null ? "" : bridge.ipv4Gateway())
                .put("GlobalIPv6Address", bridge == null ? "" : bridge.ipv6Address())
                .put("GlobalIPv6PrefixLen", bridge == null ? 0 : bridge.ipv6PrefixLength())
                .put("IPAddress", bridge == null ? "" : bridge.ipv4Address())
                .put("IPPrefixLen", bridge == null ? 0 : bridge.ipv4PrefixLength())
                .put("IPv6Gateway", bridge == null ? "" : bridge.ipv6Gateway())
                .put("MacAddress", bridge == null ? "" : bridge.macAddress());
    }

    /** Settings by network name: what was asked for, and what it came to. */
    static Map<String, Map<String, @Nullable Object>> networks(Container container, ApiVersion version) {
        Map<String, Map<String, @Nullable Object>> networks = new TreeMap<>();
        Map<String, EndpointSpec> specs = container.spec().network().endpoints();
        Sandbox sandbox = container.sandbox();
        if (sandbox != null) {
            for (Endpoint endpoint : sandbox.endpoints()) {
                EndpointSpec spec = specs.getOrDefault(
                        endpoint.networkName(), specs.getOrDefault(endpoint.networkId(), EndpointSpec.ANY));
                networks.put(endpoint.networkName(), endpoint(container, spec, endpoint, version));
            }
        }
        if (networks.isEmpty()) {
            specs.forEach((name, spec) -> networks.put(name, endpoint(container, spec, null, version)));
            String mode = container.spec().network().mode();
            if (!mode.startsWith("container:") && !networks.containsKey(mode)) {
                networks.put(name(mode), endpoint(container, EndpointSpec.ANY, null, version));
            }
        }
        return networks;
    }

    private static String name(String mode) {
        return mode.equals("default") ? "bridge" : mode;
    }

    private static Map<String, @Nullable Object> endpoint(
            Container container, EndpointSpec spec, @Nullable Endpoint made, ApiVersion version) {
        String wanted = spec.macAddress();
        return Json.object()
                .put("IPAMConfig", ipam(spec))
                .put("Links", spec.links().isEmpty() ? null : spec.links())
                .put("Aliases", aliases(container, spec, made, version))
                .put("MacAddress", made == null ? (wanted == null ? "" : wanted) : made.macAddress())
                .put("DriverOpts", spec.driverOptions().isEmpty() ? null : spec.driverOptions())
                .put("GwPriority", 0)
                .put("NetworkID", made == null ? "" : made.networkId())
                .put("EndpointID", made == null ? "" : made.id())
                .put("Gateway", made == null ? "" : made.ipv4Gateway())
                .put("IPAddress", made == null ? "" : made.ipv4Address())
                .put("IPPrefixLen", made == null ? 0 : made.ipv4PrefixLength())
                .put("IPv6Gateway", made == null ? "" : made.ipv6Gateway())
                .put("GlobalIPv6Address", made == null ? "" : made.ipv6Address())
                .put("GlobalIPv6PrefixLen", made == null ? 0 : made.ipv6PrefixLength())
                .put("DNSNames", dnsNames(container, spec, made))
                .map();
    }

    private static @Nullable Json ipam(EndpointSpec spec) {
        if (spec.ipv4Address() == null && spec.ipv6Address() == null) {
            return null;
        }
        return Json.object()
                .putUnlessEmpty("IPv4Address", spec.ipv4Address())
                .putUnlessEmpty("IPv6Address", spec.ipv6Address());
    }

    // Before 1.45 the short id was among the aliases of a network that has names.
    private static @Nullable List<String> aliases(
            Container container, EndpointSpec spec, @Nullable Endpoint made, ApiVersion version) {
        List<String> aliases = new ArrayList<>(spec.aliases());
        if (!version.atLeast(45) && made != null && hasNames(made)) {
            aliases.add(Ids.shortId(container.id()));
        }
        return aliases.isEmpty() ? null : aliases;
    }

    private static @Nullable Set<String> dnsNames(Container container, EndpointSpec spec, @Nullable Endpoint made) {
        if (made == null || !hasNames(made)) {
            return null;
        }
        Set<String> names = new LinkedHashSet<>();
        names.add(container.name());
        names.addAll(spec.aliases());
        names.add(Ids.shortId(container.id()));
        String hostname = container.spec().hostname();
        if (hostname != null) {
            names.add(hostname);
        }
        return names;
    }

    private static boolean hasNames(Endpoint endpoint) {
        return !Set.of("bridge", "host", "none").contains(endpoint.networkName());
    }
}
