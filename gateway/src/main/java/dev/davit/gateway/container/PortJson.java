package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.Sandbox;
import dev.davit.gateway.api.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Published and exposed ports. A port on every address is shown once for IPv4 and once for IPv6, as dockerd does. */
final class PortJson {

    private static final List<String> EVERYWHERE = List.of("0.0.0.0", "::");

    private PortJson() {}

    static Map<String, String> binding(String hostIp, String hostPort) {
        Map<String, String> binding = new LinkedHashMap<>();
        binding.put("HostIp", hostIp);
        binding.put("HostPort", hostPort);
        return binding;
    }

    /** By {@code 80/tcp}; null where it is exposed only. */
    static Map<String, @Nullable List<Map<String, String>>> map(Container container) {
        Map<String, @Nullable List<Map<String, String>>> map = new TreeMap<>();
        Sandbox sandbox = container.sandbox();
        if (sandbox == null || !StateJson.isRunning(container.state().status())) {
            return map;
        }
        container.spec().network().exposedPorts().forEach(port -> map.put(port, null));
        for (PortBinding port : sandbox.ports()) {
            String key = port.containerPort() + "/" + port.protocol();
            List<Map<String, String>> bindings = map.get(key);
            if (bindings == null) {
                bindings = new ArrayList<>();
                map.put(key, bindings);
            }
            for (String address : addresses(port)) {
                bindings.add(binding(address, Integer.toString(port.hostPort())));
            }
        }
        return map;
    }

    /** As in the list of containers. */
    static List<Map<String, @Nullable Object>> list(Container container) {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        map(container).forEach((key, bindings) -> {
            int slash = key.indexOf('/');
            int port = Integer.parseInt(key.substring(0, slash));
            String type = key.substring(slash + 1);
            if (bindings == null) {
                list.add(
                        Json.object().put("PrivatePort", port).put("Type", type).map());
                return;
            }
            for (Map<String, String> binding : bindings) {
                list.add(Json.object()
                        .put("IP", binding.get("HostIp"))
                        .put("PrivatePort", port)
                        .put("PublicPort", Integer.parseInt(String.valueOf(binding.get("HostPort"))))
                        .put("Type", type)
                        .map());
            }
        });
        return list;
    }

    private static List<String> addresses(PortBinding port) {
        return port.hostIp().isEmpty() ? EVERYWHERE : List.of(port.hostIp());
    }
}
