package dev.davit.network.network;

import dev.davit.network.firewall.BridgeRules;
import dev.davit.network.ipam.AddressPool;
import dev.davit.network.ipam.Ipv4;
import dev.davit.network.ipam.Subnet;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network in use.
 *
 * @param bridge null: {@code host} and {@code none} have none
 */
public record ManagedNetwork(
        String id,
        String name,
        Instant created,
        String driver,
        @Nullable Bridge bridge,
        boolean internal,
        boolean attachable,
        boolean predefined,
        Map<String, String> options,
        Map<String, String> labels) {

    /**
     * Its bridge.
     *
     * @param range from which addresses are leased; null: the whole subnet
     * @param auxiliary addresses that are somebody else's, by name
     * @param pool what is free
     */
    public record Bridge(
            String name,
            Subnet subnet,
            String gateway,
            @Nullable Subnet range,
            Map<String, String> auxiliary,
            AddressPool pool) {

        static Bridge of(
                String name, Subnet subnet, String gateway, @Nullable Subnet range, Map<String, String> auxiliary) {
            AddressPool pool = new AddressPool(subnet, range == null ? subnet : range);
            pool.take(Ipv4.parse(gateway));
            auxiliary.values().forEach(address -> pool.take(Ipv4.parse(address)));
            return new Bridge(name, subnet, gateway, range, auxiliary, pool);
        }
    }

    /** The largest packet, in bytes. */
    public int mtu() {
        return Integer.parseInt(options.getOrDefault(BridgeOptions.MTU, "1500"));
    }

    /** The host's address at which a port is published that names none. */
    public String hostBinding() {
        return options.getOrDefault(BridgeOptions.HOST_BINDING, "0.0.0.0");
    }

    /** Whether its containers may speak to one another. */
    public boolean icc() {
        return BridgeOptions.isOn(options, BridgeOptions.ICC);
    }

    @Nullable BridgeRules rules() {
        return bridge == null
                ? null
                : new BridgeRules(
                        bridge.name(),
                        bridge.subnet(),
                        BridgeOptions.isOn(options, BridgeOptions.MASQUERADE),
                        icc(),
                        internal);
    }
}
