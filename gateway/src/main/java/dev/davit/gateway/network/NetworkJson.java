package dev.davit.gateway.network;

import dev.davit.contracts.network.Endpoint;
import dev.davit.contracts.network.Network;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.version.ApiVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A network as Docker shows it. */
final class NetworkJson {

    private NetworkJson() {}

    static Map<String, @Nullable Object> of(Network network, ApiVersion version, boolean containers) {
        Json json = Json.object()
                .put("Name", network.name())
                .put("Id", network.id())
                .put("Created", network.created().toString())
                .put("Scope", network.scope())
                .put("Driver", network.driver());
        if (version.atLeast(48)) {
            json.put("EnableIPv4", network.ipv4());
        }
        return json.put("EnableIPv6", network.ipv6())
                .put("IPAM", ipam(network))
                .put("Internal", network.internal())
                .put("Attachable", network.attachable())
                .put("Ingress", false)
                .put("ConfigFrom", Map.of("Network", ""))
                .put("ConfigOnly", false)
                .put("Containers", containers ? containers(network) : Map.of())
                .put("Options", network.options())
                .put("Labels", network.labels())
                .map();
    }

    private static Json ipam(Network network) {
        List<Map<String, @Nullable Object>> subnets =
                network.subnets().stream().map(NetworkJson::subnet).toList();
        return Json.object()
                .put("Driver", network.ipamDriver())
                .put("Options", null)
                .put("Config", subnets.isEmpty() && network.predefined() ? null : subnets);
    }

    private static Map<String, @Nullable Object> subnet(Network.Subnet subnet) {
        return Json.object()
                .putUnlessEmpty("Subnet", subnet.subnet())
                .putUnlessEmpty("IPRange", subnet.ipRange())
                .putUnlessEmpty("Gateway", subnet.gateway())
                .putUnlessEmpty("AuxiliaryAddresses", subnet.auxiliaryAddresses())
                .map();
    }

    private static Map<String, Map<String, @Nullable Object>> containers(Network network) {
        Map<String, Map<String, @Nullable Object>> containers = new TreeMap<>();
        for (Endpoint endpoint : network.endpoints()) {
            containers.put(
                    endpoint.containerId(),
                    Json.object()
                            .put("Name", endpoint.containerName())
                            .put("EndpointID", endpoint.id())
                            .put("MacAddress", endpoint.macAddress())
                            .put("IPv4Address", withPrefix(endpoint.ipv4Address(), endpoint.ipv4PrefixLength()))
                            .put("IPv6Address", withPrefix(endpoint.ipv6Address(), endpoint.ipv6PrefixLength()))
                            .map());
        }
        return containers;
    }

    private static String withPrefix(String address, int prefix) {
        return address.isEmpty() ? "" : address + "/" + prefix;
    }
}
