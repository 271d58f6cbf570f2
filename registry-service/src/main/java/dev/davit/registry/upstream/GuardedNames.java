package dev.davit.registry.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds addresses for connections, and refuses those to which an upstream has no business to send us. Looking here, not
 * at the URL, leaves a name no time to change its address.
 */
final class GuardedNames implements DnsResolver {

    private final String own;
    private final List<String> trusted;
    private final DnsResolver names;

    /** The upstream's host, and hosts that were said to be all right. */
    GuardedNames(String own, List<String> trusted, DnsResolver names) {
        this.own = own;
        this.trusted = trusted;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (host.equalsIgnoreCase(own) || trusted.stream().anyMatch(host::equalsIgnoreCase)) {
            return addresses;
        }
        Set<Reach> allowed = new HashSet<>(Set.of(Reach.PUBLIC));
        for (InetAddress address : names.resolve(own)) {
            allowed.add(Reach.of(address));
        }
        for (InetAddress address : addresses) {
            Reach reach = Reach.of(address);
            if (reach == Reach.NOBODY || !allowed.contains(reach)) {
                throw new ForbiddenHost("it may not send us to " + host + ", "
                        + reach.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + address.getHostAddress());
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }

    /** The host is known, and is not gone to. */
    static final class ForbiddenHost extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenHost(String message) {
            super(message);
        }
    }
}
