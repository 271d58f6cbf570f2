package dev.davit.network.network;

import dev.davit.network.ipam.Ipv4;
import dev.davit.platform.error.DavitException;
import java.util.Map;

/** The options of Docker's bridge driver, and which of them are built. */
final class BridgeOptions {

    private static final String PREFIX = "com.docker.network.bridge.";

    static final String DEFAULT = PREFIX + "default_bridge";
    static final String NAME = PREFIX + "name";
    static final String ICC = PREFIX + "enable_icc";
    static final String MASQUERADE = PREFIX + "enable_ip_masquerade";
    static final String HOST_BINDING = PREFIX + "host_binding_ipv4";
    static final String MTU = "com.docker.network.driver.mtu";

    private static final String GATEWAY_MODE = PREFIX + "gateway_mode_ipv4";
    private static final String NO_GATEWAY = PREFIX + "inhibit_ipv4";

    private BridgeOptions() {}

    static boolean isOn(Map<String, String> options, String name) {
        return !options.containsKey(name) || Boolean.parseBoolean(options.get(name));
    }

    static void check(Map<String, String> options) {
        if (!options.getOrDefault(GATEWAY_MODE, "nat").equals("nat")) {
            throw DavitException.notImplemented(
                    "the gateway mode " + options.get(GATEWAY_MODE) + " is not built; leave out " + GATEWAY_MODE);
        }
        if (Boolean.parseBoolean(options.get(NO_GATEWAY))) {
            throw DavitException.notImplemented(NO_GATEWAY + " is not built");
        }
        for (String flag : new String[] {ICC, MASQUERADE}) {
            String value = options.get(flag);
            if (value != null && !value.equals("true") && !value.equals("false")) {
                throw DavitException.invalid("invalid value for " + flag + ": " + value);
            }
        }
        String mtu = options.get(MTU);
        if (mtu != null && !mtu.matches("[1-9]\\d{1,4}")) {
            throw DavitException.invalid("invalid value for " + MTU + ": " + mtu);
        }
        String binding = options.get(HOST_BINDING);
        if (binding != null && !Ipv4.isAddress(binding)) {
            throw DavitException.invalid("invalid value for " + HOST_BINDING + ": " + binding);
        }
        String bridge = options.get(NAME);
        if (bridge != null && !bridge.matches("[A-Za-z0-9_.-]{1,15}")) {
            throw DavitException.invalid("invalid value for " + NAME + ": " + bridge);
        }
    }
}
