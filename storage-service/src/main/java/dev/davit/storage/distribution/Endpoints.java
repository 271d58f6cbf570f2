package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Where registries answer, and which of them need no valid certificate. */
final class Endpoints {

    private static final Set<String> HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");
    private static final URI HUB_ENDPOINT = URI.create("https://registry-1.docker.io");

    private final Set<String> insecureHosts;
    private final List<Network> insecureNetworks;

    Endpoints(List<String> insecure) {
        insecureHosts = Set.copyOf(
                insecure.stream().filter(entry -> !entry.contains("/")).toList());
        insecureNetworks = insecure.stream()
                .filter(entry -> entry.contains("/"))
                .map(Endpoints::network)
                .toList();
    }

    /**
     * URLs to try, in this order. As in dockerd, plain HTTP is for loopback and for registries named insecure; unlike
     * in dockerd, a loopback registry is tried by HTTP first: nothing leaves the host, and most speak only that.
     */
    List<URI> of(String registry) {
        if (HUB.contains(registry)) {
            return List.of(HUB_ENDPOINT);
        }
        URI secure = url("https", registry);
        if (Hosts.isLoopback(secure.getHost())) {
            return List.of(url("http", registry), secure);
        }
        return isInsecure(secure) ? List.of(secure, url("http", registry)) : List.of(secure);
    }

    /** Whether a host may speak plain HTTP and show any certificate. */
    boolean isInsecure(URI uri) {
        String host = uri.getHost();
        if (insecureHosts.contains(host) || insecureHosts.contains(host + ":" + Hosts.port(uri))) {
            return true;
        }
        return Hosts.isLoopback(host)
                || Hosts.addresses(host).stream()
                        .anyMatch(address -> insecureNetworks.stream().anyMatch(network -> network.contains(address)));
    }

    private static URI url(String scheme, String registry) {
        URI uri;
        try {
            uri = URI.create(scheme + "://" + registry);
        } catch (IllegalArgumentException malformed) {
            throw DavitException.invalid("invalid registry host: " + Quoted.of(registry));
        }
        boolean plain = uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getRawPath().isEmpty()
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (!plain) {
            throw DavitException.invalid("invalid registry host: " + Quoted.of(registry));
        }
        return uri;
    }

    private static Network network(String cidr) {
        try {
            String[] parts = cidr.split("/", 2);
            return new Network(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidConfigurationPropertyValueException(
                    "davit.storage.registries.insecure", cidr, "no network: " + malformed.getMessage());
        }
    }

    private record Network(InetAddress base, int bits) {

        boolean contains(InetAddress address) {
            byte[] wanted = base.getAddress();
            byte[] actual = address.getAddress();
            if (wanted.length != actual.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((wanted[bit >> 3] ^ actual[bit >> 3]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s/%d", base.getHostAddress(), bits);
        }
    }
}
