package dev.davit.storage.distribution;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where hosts are. The JDK caches look-ups for half a minute. */
final class Hosts {

    private Hosts() {}

    /** Whether nothing sent to it leaves this host. */
    static boolean isLoopback(String host) {
        List<InetAddress> addresses = addresses(host);
        return !addresses.isEmpty() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    /** Whether it is this host or a neighbour that no registry of the internet has business to point to. */
    static boolean isLocal(String host) {
        return addresses(host).stream()
                .anyMatch(address -> address.isLoopbackAddress()
                        || address.isLinkLocalAddress()
                        || address.isAnyLocalAddress()
                        || address.isMulticastAddress());
    }

    /** Its addresses; none when it has none. */
    static List<InetAddress> addresses(String host) {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }

    /** {@code 127.0.0.1:5000} of a URL, as far as the name is known. */
    static Optional<String> address(URI uri) {
        return addresses(uri.getHost()).stream().findFirst().map(address -> {
            String text = address.getHostAddress();
            return (text.contains(":") ? "[" + text + "]" : text) + ":" + port(uri);
        });
    }

    static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    static boolean sameOrigin(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }
}
