package dev.davit.gateway.container;

import dev.davit.contracts.engine.NetworkSpec;
import dev.davit.contracts.network.EndpointSpec;
import dev.davit.gateway.api.Fields;
import dev.davit.gateway.version.ApiVersion;
import dev.davit.platform.error.DavitException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads how a container is connected. */
final class NetworkReader {

    private static final String DEFAULT = "bridge";

    private NetworkReader() {}

    static NetworkSpec read(Fields config, Fields host, ApiVersion version, List<String> warnings) {
        String mode = host.text("NetworkMode");
        if (mode.isEmpty() || mode.equals("default")) {
            mode = DEFAULT;
        }
        Map<String, Fields> asked = endpointFields(config);
        if (!version.atLeast(44) && asked.size() > 1) {
            throw DavitException.invalid("Container cannot be created with multiple network endpoints: "
                    + String.join(", ", asked.keySet()));
        }
        MacAddress mac = MacAddress.read(config, mode, version, asked, warnings);
        Map<String, EndpointSpec> endpoints = new LinkedHashMap<>();
        for (Map.Entry<String, Fields> endpoint : asked.entrySet()) {
            endpoints.put(endpoint.getKey(), endpoint(endpoint.getValue(), version, asked.size() == 1, mac));
        }
        if (!connects(mode)) {
            endpoints.values().removeIf(EndpointSpec.ANY::equals);
        }
        NetworkSpec network = new NetworkSpec(
                mode,
                Ports.bindings(host),
                Ports.exposed(config),
                host.flag("PublishAllPorts"),
                mac.completing(endpoints, mode),
                host.texts("Dns"),
                host.texts("DnsSearch"),
                host.texts("DnsOptions"),
                host.texts("ExtraHosts"),
                host.texts("Links"),
                null,
                config.flag("NetworkDisabled"));
        check(network, config, host, warnings);
        return network;
    }

    private static boolean connects(String mode) {
        return !mode.equals("host") && !mode.equals("none") && !mode.startsWith("container:");
    }

    private static Map<String, Fields> endpointFields(Fields config) {
        Fields networking = config.object("NetworkingConfig");
        Map<String, Fields> endpoints = new LinkedHashMap<>();
        networking
                .objectMap("EndpointsConfig")
                .forEach((name, fields) -> endpoints.put(name.equals("default") ? DEFAULT : name, fields));
        return endpoints;
    }

    static EndpointSpec endpoint(Fields endpoint, ApiVersion version, boolean only, @Nullable MacAddress mac) {
        Fields ipam = endpoint.object("IPAMConfig");
        String ownMac = endpoint.textOrNull("MacAddress");
        EndpointSpec spec = new EndpointSpec(
                endpoint.texts("Aliases"),
                endpoint.texts("Links"),
                ipam.textOrNull("IPv4Address"),
                ipam.textOrNull("IPv6Address"),
                version.atLeast(44) ? ownMac : mac == null ? null : mac.wide(),
                endpoint.textMap("DriverOpts"));
        ipam.refuseUnread();
        endpoint.ignore(
                "NetworkID",
                "EndpointID",
                "Gateway",
                "IPAddress",
                "IPPrefixLen",
                "IPv6Gateway",
                "GlobalIPv6Address",
                "GlobalIPv6PrefixLen",
                "DNSNames");
        if (only || !version.atLeast(48)) {
            endpoint.ignore("GwPriority"); // one of one
        }
        endpoint.refuseUnread();
        return spec;
    }

    private static void check(NetworkSpec network, Fields config, Fields host, List<String> warnings) {
        String mode = network.mode();
        if (mode.equals("container:") || mode.equals("container")) {
            throw DavitException.invalid("invalid network mode: invalid container format container:<name|id>");
        }
        String hostname = config.text("Hostname");
        if (mode.startsWith("container:")) {
            refuse(!hostname.isEmpty(), "hostname and the network mode");
            refuseWith(
                    !network.links().isEmpty(),
                    "container type network can't be used with links. This would result" + " in undefined behavior");
            refuse(!network.dns().isEmpty(), "dns and the network mode");
            refuse(!network.extraHosts().isEmpty(), "custom host-to-IP mapping and the network mode");
            refuse(
                    !network.ports().isEmpty() || network.publishAll(),
                    "port publishing and the container type network mode");
            refuse(!network.exposedPorts().isEmpty(), "port exposing and the container type network mode");
        }
        refuse(host.text("UTSMode").equals("host") && !hostname.isEmpty(), "hostname and the UTS mode");
        refuseWith(
                mode.equals("host") && !network.links().isEmpty(),
                "host type networking can't be used with links. This would result in undefined behavior");
        if (mode.equals("host") && !network.ports().isEmpty()) {
            warnings.add("Published ports are discarded when using host network mode");
        }
    }

    private static void refuse(boolean conflict, String what) {
        refuseWith(conflict, what);
    }

    private static void refuseWith(boolean conflict, String what) {
        if (conflict) {
            throw DavitException.invalid("conflicting options: " + what);
        }
    }
}
