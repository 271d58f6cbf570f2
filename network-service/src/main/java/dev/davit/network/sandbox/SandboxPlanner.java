package dev.davit.network.sandbox;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.endpoint.EndpointRow;
import dev.davit.network.firewall.HostPorts;
import dev.davit.network.firewall.PortTakenException;
import dev.davit.network.ipam.Ipv4;
import dev.davit.network.network.ManagedNetwork;
import dev.davit.network.network.Networks;
import dev.davit.network.sandbox.SandboxPlan.Place;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Leases what a sandbox asks for: addresses and host ports. */
@Component
class SandboxPlanner {

    private final Networks networks;
    private final HostPorts hostPorts;
    private final JsonMapper json;

    SandboxPlanner(Networks networks, HostPorts hostPorts, JsonMapper json) {
        this.networks = networks;
        this.hostPorts = hostPorts;
        this.json = json;
    }

    /** Leases everything or nothing. */
    SandboxPlan plan(SandboxSpec spec) {
        Map<ManagedNetwork, EndpointSpec> wanted = wanted(spec);
        List<Place> places = new ArrayList<>();
        try {
            for (Map.Entry<ManagedNetwork, EndpointSpec> wish : wanted.entrySet()) {
                places.add(place(spec, wish.getKey(), wish.getValue(), "eth" + places.size()));
            }
            Place first = places.getFirst();
            List<PortBinding> ports =
                    first.row().address() == null ? List.of() : takePorts(spec, first.network(), first.row());
            return new SandboxPlan(spec, first.network().driver().equals("host"), places, ports);
        } catch (RuntimeException failure) {
            releaseAddresses(places.stream().map(Place::row).toList());
            throw failure;
        }
    }

    /** Gives everything back. */
    void release(SandboxPlan plan) {
        releasePorts(plan.ports());
        releaseAddresses(plan.rows());
    }

    void releasePorts(List<PortBinding> ports) {
        ports.forEach(port -> hostPorts.release(port.protocol(), port.hostIp(), port.hostPort()));
    }

    void releaseAddresses(List<EndpointRow> rows) {
        for (EndpointRow row : rows) {
            String address = row.address();
            networks.all().stream()
                    .filter(network -> network.id().equals(row.networkId()))
                    .map(ManagedNetwork::bridge)
                    .forEach(bridge -> {
                        if (bridge != null && address != null) {
                            bridge.pool().release(Ipv4.parse(address));
                        }
                    });
        }
    }

    // The mode's network first, the others by name.
    private Map<ManagedNetwork, EndpointSpec> wanted(SandboxSpec spec) {
        String mode = spec.mode().isEmpty() || spec.mode().equals("default") ? "bridge" : spec.mode();
        ManagedNetwork primary = networks.get(mode);
        Map<ManagedNetwork, EndpointSpec> wanted = new LinkedHashMap<>();
        wanted.put(primary, EndpointSpec.ANY);
        Map<String, EndpointSpec> byName = new TreeMap<>(spec.endpoints());
        EndpointSpec ofDefault = byName.remove("default");
        if (ofDefault != null) {
            byName.putIfAbsent("bridge", ofDefault);
        }
        byName.forEach((ref, endpoint) -> wanted.put(networks.get(ref), endpoint));
        if (wanted.size() > 1 && wanted.keySet().stream().anyMatch(network -> network.bridge() == null)) {
            throw DavitException.invalid("container cannot be connected to the host or none network and to another");
        }
        return wanted;
    }

    private Place place(SandboxSpec spec, ManagedNetwork network, EndpointSpec wish, String interfaceName) {
        String address = address(network, wish);
        String mac = address == null ? "" : mac(address, wish.macAddress());
        EndpointRow row = new EndpointRow(
                Ids.random(),
                network.id(),
                spec.id(),
                spec.name(),
                address,
                mac,
                address == null ? "" : "veth" + Ids.random().substring(0, 7),
                address == null ? "" : interfaceName,
                json.writeValueAsString(wish.aliases()));
        return new Place(network, row);
    }

    private static String mac(String address, @Nullable String asked) {
        if (asked == null || asked.isEmpty()) {
            return Ipv4.mac(Ipv4.parse(address));
        }
        if (!asked.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw DavitException.invalid("invalid MAC address: " + asked);
        }
        return asked.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String address(ManagedNetwork network, EndpointSpec wish) {
        ManagedNetwork.Bridge bridge = network.bridge();
        String asked = wish.ipv4Address() == null ? "" : wish.ipv4Address();
        if (network.predefined() && !asked.isEmpty()) {
            throw settings(network, "user-specified IP address is supported on user-defined networks only");
        }
        if (bridge == null) {
            return null;
        }
        if (asked.isEmpty()) {
            OptionalInt free = bridge.pool().take();
            return Ipv4.format(
                    free.orElseThrow(() -> DavitException.unavailable("no available addresses on this pool", null)));
        }
        if (!Ipv4.isAddress(asked)) {
            throw settings(network, "invalid IPv4 address: " + asked);
        }
        if (!bridge.pool().covers(Ipv4.parse(asked))) {
            throw settings(network, "no configured subnet contains IP address " + asked);
        }
        if (!bridge.pool().take(Ipv4.parse(asked))) {
            throw DavitException.conflict("Address already in use");
        }
        return asked;
    }

    private static DavitException settings(ManagedNetwork network, String what) {
        return DavitException.invalid(
                "invalid config for network " + network.name() + ": invalid endpoint settings:\n" + what);
    }

    private List<PortBinding> takePorts(SandboxSpec spec, ManagedNetwork network, EndpointRow endpoint) {
        List<PortBinding> taken = new ArrayList<>();
        try {
            for (PortBinding port : spec.ports()) {
                String address = port.hostIp().isEmpty() ? network.hostBinding() : port.hostIp();
                if (!Ipv4.isAddress(address)) {
                    throw DavitException.notImplemented(
                            "ports are published on IPv4 addresses only, not on " + address);
                }
                int hostPort = hostPorts.take(port.protocol(), address, port.hostPort());
                taken.add(new PortBinding(port.containerPort(), port.protocol(), address, hostPort));
            }
            return taken;
        } catch (PortTakenException refused) {
            releasePorts(taken);
            throw DavitException.conflict("driver failed programming external connectivity on endpoint " + spec.name()
                    + " (" + endpoint.getId() + "): " + refused.getMessage());
        } catch (RuntimeException failure) {
            releasePorts(taken);
            throw failure;
        }
    }
}
