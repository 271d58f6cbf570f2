package dev.davit.network.network;

import dev.davit.contracts.network.Network;
import dev.davit.contracts.network.NetworkSpec;
import dev.davit.network.endpoint.EndpointRepository;
import dev.davit.network.firewall.BridgeRules;
import dev.davit.network.firewall.Firewall;
import dev.davit.network.ipam.Ipv4;
import dev.davit.network.ipam.Subnet;
import dev.davit.network.ipam.SubnetPools;
import dev.davit.network.netlink.Kernel;
import dev.davit.platform.DavitProperties;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes and removes networks. */
@Component
public class NetworkAdmin {

    private static final List<String> PREDEFINED = List.of("bridge", "host", "none", "default");

    private final Networks networks;
    private final Bridges bridges;
    private final EndpointRepository endpoints;
    private final Firewall firewall;
    private final Kernel kernel;
    private final DavitProperties properties;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    NetworkAdmin(
            Networks networks,
            Bridges bridges,
            EndpointRepository endpoints,
            Firewall firewall,
            Kernel kernel,
            DavitProperties properties) {
        this.networks = networks;
        this.bridges = bridges;
        this.endpoints = endpoints;
        this.firewall = firewall;
        this.kernel = kernel;
        this.properties = properties;
    }

    /** To be held for reading while an endpoint is made, so that no network goes away under it. */
    public ReadWriteLock lock() {
        return lock;
    }

    /** Makes a bridge network. */
    public ManagedNetwork create(NetworkSpec spec) {
        checkName(spec.name());
        checkDriver(spec);
        BridgeOptions.check(spec.options());
        lock.writeLock().lock();
        try {
            if (networks.named(spec.name()).isPresent()) {
                throw DavitException.conflict("network with name " + spec.name() + " already exists");
            }
            String id = Ids.random();
            String name = spec.options().getOrDefault(BridgeOptions.NAME, "br-" + Ids.shortId(id));
            if (bridges.exists(name)) {
                throw DavitException.forbidden(
                        "bridge " + name + " is on this host already; choose another " + BridgeOptions.NAME);
            }
            ManagedNetwork network = new ManagedNetwork(
                    id,
                    spec.name(),
                    Instant.now(),
                    "bridge",
                    bridge(name, spec.subnets()),
                    spec.internal(),
                    spec.attachable(),
                    false,
                    spec.options(),
                    spec.labels());
            networks.add(network);
            build(network);
            return network;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void build(ManagedNetwork network) {
        ManagedNetwork.Bridge bridge = network.bridge();
        if (bridge == null) {
            return;
        }
        try {
            firewall.networks(networks.rules());
            bridges.ensure(bridge, network.mtu());
        } catch (RuntimeException failure) {
            networks.remove(network);
            bridges.remove(bridge.name());
            firewall.networks(networks.rules());
            throw failure;
        }
    }

    /** Removes a network that nobody is on. */
    public void remove(String ref) {
        lock.writeLock().lock();
        try {
            ManagedNetwork network = networks.get(ref);
            if (network.predefined()) {
                throw DavitException.forbidden(network.name() + " is a pre-defined network and cannot be removed");
            }
            if (endpoints.countLiving(network.id()) > 0) {
                throw DavitException.forbidden("error while removing network: network " + network.name() + " id "
                        + network.id() + " has active endpoints");
            }
            ManagedNetwork.Bridge bridge = network.bridge();
            networks.remove(network);
            if (bridge != null) {
                bridges.remove(bridge.name());
            }
            firewall.networks(networks.rules());
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Loads the networks, makes the predefined ones where they are not, and their bridges. */
    public void start() {
        networks.load();
        if (networks.named("bridge").isEmpty()) {
            networks.add(predefined("bridge", "bridge", bridge(defaultBridge(), List.of()), defaultOptions()));
        }
        if (networks.named("host").isEmpty()) {
            networks.add(predefined("host", "host", null, Map.of()));
        }
        if (networks.named("none").isEmpty()) {
            networks.add(predefined("none", "null", null, Map.of()));
        }
        for (ManagedNetwork network : networks.all()) {
            ManagedNetwork.Bridge bridge = network.bridge();
            if (bridge != null) {
                bridges.ensure(bridge, network.mtu());
            }
        }
    }

    /** Takes the bridges and the packet filter from a host on which nobody needs them. */
    public void withdraw() {
        for (BridgeRules bridge : rules()) {
            bridges.remove(bridge.bridge());
        }
        firewall.remove();
    }

    /** What the packet filter must know. */
    public List<BridgeRules> rules() {
        return networks.rules();
    }

    /** Deletes the links on our bridges that nobody {@code knows}. */
    public void sweepLinks(Predicate<String> knows) {
        for (BridgeRules bridge : rules()) {
            bridges.sweep(bridge.bridge(), knows);
        }
    }

    private static ManagedNetwork predefined(
            String name, String driver, ManagedNetwork.@Nullable Bridge bridge, Map<String, String> options) {
        return new ManagedNetwork(
                Ids.random(), name, Instant.now(), driver, bridge, false, false, true, options, Map.of());
    }

    private Map<String, String> defaultOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(BridgeOptions.DEFAULT, "true");
        options.put(BridgeOptions.ICC, "true");
        options.put(BridgeOptions.MASQUERADE, "true");
        options.put(BridgeOptions.HOST_BINDING, "0.0.0.0");
        options.put(BridgeOptions.NAME, defaultBridge());
        options.put(BridgeOptions.MTU, "1500");
        return options;
    }

    // A link's name has 15 characters at most.
    private String defaultBridge() {
        String name = properties.name();
        return name.length() <= 14
                ? name + "0"
                : name.substring(0, 8)
                        + HexFormat.of().toHexDigits(name.hashCode()).substring(2) + "0";
    }

    private ManagedNetwork.Bridge bridge(String name, List<Network.Subnet> asked) {
        if (asked.size() > 1
                || asked.stream().anyMatch(subnet -> subnet.subnet().contains(":"))) {
            throw DavitException.notImplemented("a network of Davit has one IPv4 subnet; IPv6 is not built");
        }
        Network.Subnet wish = asked.isEmpty() ? new Network.Subnet("", "", "", Map.of()) : asked.getFirst();
        try {
            Subnet subnet = wish.subnet().isEmpty() ? freeSubnet() : unusedSubnet(Subnet.parse(wish.subnet()));
            Subnet range = wish.ipRange().isEmpty() ? null : Subnet.parse(wish.ipRange());
            if (range != null && !subnet.contains(range)) {
                throw DavitException.invalid(
                        "invalid ip-range " + range + ": parent subnet " + subnet + " doesn't contain ip-range");
            }
            String gateway = wish.gateway().isEmpty()
                    ? Ipv4.format((range == null ? subnet : range).base() + 1)
                    : Ipv4.format(Ipv4.parse(wish.gateway()));
            if (!subnet.contains(Ipv4.parse(gateway))) {
                throw DavitException.invalid(
                        "invalid gateway " + gateway + ": parent subnet " + subnet + " doesn't contain this address");
            }
            return ManagedNetwork.Bridge.of(name, subnet, gateway, range, wish.auxiliaryAddresses());
        } catch (IllegalArgumentException unreadable) {
            throw DavitException.invalid(String.valueOf(unreadable.getMessage()));
        }
    }

    private Subnet freeSubnet() {
        List<Subnet> taken = ownSubnets();
        kernel.execute(host -> host.destinations().stream()
                .map(destination -> new Subnet(destination.address(), destination.prefixLength()))
                .forEach(taken::add));
        return SubnetPools.firstFree(taken)
                .orElseThrow(() -> DavitException.invalid("all predefined address pools have been fully subnetted"));
    }

    private Subnet unusedSubnet(Subnet subnet) {
        if (ownSubnets().stream().anyMatch(subnet::overlaps)) {
            throw DavitException.forbidden("invalid pool request: Pool overlaps with other one on this address space");
        }
        return subnet;
    }

    private List<Subnet> ownSubnets() {
        List<Subnet> subnets = new ArrayList<>();
        for (ManagedNetwork network : networks.all()) {
            if (network.bridge() != null) {
                subnets.add(network.bridge().subnet());
            }
        }
        return subnets;
    }

    private static void checkName(String name) {
        if (PREDEFINED.contains(name)) {
            throw DavitException.forbidden("operation is not permitted on predefined " + name + " network ");
        }
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw DavitException.invalid(
                    "invalid network name \"" + name + "\": only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
    }

    private static void checkDriver(NetworkSpec spec) {
        switch (spec.driver()) {
            case "", "default", "bridge" -> {}
            case "host", "null" ->
                throw DavitException.forbidden("only one instance of \"" + spec.driver() + "\" network is allowed");
            case "macvlan", "ipvlan", "overlay" ->
                throw DavitException.notImplemented("the network driver " + spec.driver() + " is not built");
            default ->
                throw DavitException.notFound(
                        "could not find plugin " + spec.driver() + " in v1 plugin registry: plugin not found");
        }
        if (spec.ipv6()) {
            throw DavitException.notImplemented("IPv6 in networks is not built");
        }
    }
}
