package dev.davit.network.sandbox;

import dev.davit.contracts.network.SandboxSpec;
import dev.davit.network.ipam.Ipv4;
import dev.davit.network.netlink.Kernel;
import dev.davit.network.netlink.Links;
import dev.davit.network.netlink.NetworkNamespace;
import dev.davit.network.sandbox.SandboxPlan.Bridged;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Makes a sandbox's namespace. */
@Component
class SandboxKernel {

    // What dockerd sets unless told otherwise: nobody in a container needs root for low ports or ping.
    private static final Map<String, String> DEFAULTS = Map.of(
            "net.ipv4.ip_unprivileged_port_start", "0",
            "net.ipv4.ping_group_range", "0 2147483647");

    // Links that come later have no IPv6 and believe no router (CVE-2020-13401); ::1 stays.
    private static final Map<String, String> WITHOUT_IPV6 = Map.of(
            "net.ipv6.conf.default.disable_ipv6", "1",
            "net.ipv6.conf.default.accept_ra", "0",
            "net.ipv6.conf.all.accept_ra", "0");

    private final Kernel kernel;
    private final SandboxPaths paths;
    private final boolean ipv6 = Kernel.hasSetting("net.ipv6.conf.default.disable_ipv6");

    SandboxKernel(Kernel kernel, SandboxPaths paths) {
        this.kernel = kernel;
        this.paths = paths;
    }

    /**
     * Begins to make the namespace with its links, addresses, routes and settings, then has {@code rest} wait for
     * what else the sandbox needs, then pins it: what is pinned is complete, what is not is gone with this process.
     */
    CompletableFuture<Boolean> build(SandboxPlan plan, Runnable rest) {
        List<Bridged> bridged = plan.bridged();
        Map<String, String> settings = settings(plan);
        SandboxSpec.UserNamespace user = plan.spec().user();
        return kernel.inNewNamespace(
                user == null ? null : user.netns(),
                (namespace, host) ->
                        inside(namespace, host, bridged, !plan.ports().isEmpty(), settings),
                namespace -> {
                    rest.run();
                    namespace.pin(paths.namespace(plan.spec().id()));
                });
    }

    private void inside(
            NetworkNamespace namespace,
            Links host,
            List<Bridged> bridged,
            boolean published,
            Map<String, String> settings) {
        if (ipv6) {
            WITHOUT_IPV6.forEach(Kernel::setting);
        }
        namespace.links().loopbackUp();
        for (int i = 0; i < bridged.size(); i++) {
            connect(namespace, host, bridged.get(i), i == 0, i == 0 && published);
        }
        settings.forEach(Kernel::setting);
    }

    private static void connect(
            NetworkNamespace namespace, Links host, Bridged place, boolean first, boolean published) {
        int bridge = host.index(place.bridge().name())
                .orElseThrow(() ->
                        new IllegalStateException("the bridge " + place.bridge().name() + " of network "
                                + place.network().name() + " is gone; restart the network service"));
        String name = place.row().interfaceName();
        byte[] mac = HexFormat.ofDelimiter(":").parseHex(place.row().mac());
        host.createPair(place.row().link(), bridge, place.network().mtu(), name, mac, namespace.descriptor());
        boolean isolated = !place.network().icc();
        if (isolated || published) {
            // A container may call its own published port; with br_netfilter that never leaves the bridge.
            host.treatPort(place.row().link(), published, isolated);
        }
        Links inside = namespace.links();
        int index = inside.index(name).orElseThrow();
        int address = Ipv4.parse(place.address());
        int prefixLength = place.bridge().subnet().prefixLength();
        if (first && !place.network().internal()) {
            inside.configure(
                    index, address, prefixLength, Ipv4.parse(place.bridge().gateway()));
        } else {
            inside.configure(index, address, prefixLength);
        }
    }

    private static Map<String, String> settings(SandboxPlan plan) {
        Map<String, String> settings = new LinkedHashMap<>(DEFAULTS);
        plan.spec().sysctls().forEach((name, value) -> {
            if (name.startsWith("net.")) {
                settings.put(name, value);
            }
        });
        return settings;
    }
}
