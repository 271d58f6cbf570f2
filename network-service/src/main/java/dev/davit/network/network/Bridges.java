package dev.davit.network.network;

import dev.davit.network.ipam.Ipv4;
import dev.davit.network.netlink.Kernel;
import dev.davit.network.netlink.Links;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** The bridges of networks on the host. */
@Component
class Bridges {

    private final Kernel kernel;

    Bridges(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Makes the bridge as it should be; one that is there is kept. */
    void ensure(ManagedNetwork.Bridge bridge, int mtu) {
        kernel.execute(host -> {
            if (host.index(bridge.name()).isEmpty()) {
                host.createBridge(bridge.name(), randomMac(), mtu);
            }
            int index = host.index(bridge.name()).orElseThrow();
            settings(bridge.name());
            host.addAddress(index, Ipv4.parse(bridge.gateway()), bridge.subnet().prefixLength());
        });
    }

    boolean exists(String bridge) {
        return kernel.run(host -> host.index(bridge).isPresent());
    }

    void remove(String bridge) {
        kernel.execute(host -> host.index(bridge).ifPresent(host::delete));
    }

    /** Deletes the links on a bridge that nobody {@code knows}: a killed service left them. */
    void sweep(String bridge, Predicate<String> knows) {
        kernel.execute(host -> {
            OptionalInt index = host.index(bridge);
            if (index.isPresent()) {
                for (Links.Link port : host.ports(index.getAsInt())) {
                    if (!knows.test(port.name())) {
                        host.delete(port.index());
                    }
                }
            }
        });
    }

    private static void settings(String bridge) {
        // Published ports on 127.0.0.1 are answered through the bridge; the table's guard chain keeps others out.
        Kernel.setting("net.ipv4.conf." + bridge.replace('.', '/') + ".route_localnet", "1");
        if (Kernel.hasSetting("net.ipv6.conf.all.disable_ipv6")) {
            Kernel.setting("net.ipv6.conf." + bridge.replace('.', '/') + ".disable_ipv6", "1");
        }
    }

    // A bridge without an address of its own takes the lowest of its ports, and changes with them.
    private static byte[] randomMac() {
        byte[] mac = new byte[6];
        ThreadLocalRandom.current().nextBytes(mac);
        mac[0] = 0x02;
        mac[1] = 0x42;
        return mac;
    }
}
