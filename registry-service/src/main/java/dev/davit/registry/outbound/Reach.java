package dev.davit.registry.outbound;

import java.net.InetAddress;

/** From where an address is reached. */
enum Reach {
    PUBLIC,
    PRIVATE,
    LOOPBACK,
    LINK_LOCAL,
    /** Such as 0.0.0.0, and groups: no server is there. */
    NOBODY;

    static Reach of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        byte[] bytes = address.getAddress();
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || (bytes.length == 4 && bytes[0] == 0)) {
            return NOBODY;
        }
        return address.isSiteLocalAddress() || isUniqueLocal(bytes) || isShared(bytes) ? PRIVATE : PUBLIC;
    }

    // fc00::/7
    private static boolean isUniqueLocal(byte[] bytes) {
        return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    }

    // 100.64.0.0/10, where some clouds have their metadata
    private static boolean isShared(byte[] bytes) {
        return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }
}
