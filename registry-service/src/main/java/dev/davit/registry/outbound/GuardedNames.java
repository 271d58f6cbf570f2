package dev.davit.registry.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Finds addresses for connections, and refuses those to which nobody else has any business to send us. Looking here, not
 * at the URL, leaves a name no time to change its address.
 */
public final class GuardedNames implements DnsResolver {

    private final @Nullable String own;
    private final List<String> trusted;
    private final DnsResolver names;

    /**
     * Those that were said to be all right are gone to, and of others those that are public.
     *
     * @param own the host that may send us to others of its kind, such as private ones; null: none may
     * @param trusted hosts that were said to be all right
     */
    public GuardedNames(@Nullable String own, List<String> trusted, DnsResolver names) {
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
        if (own != null) {
            for (InetAddress address : names.resolve(own)) {
                allowed.add(Reach.of(address));
            }
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
    public static final class ForbiddenHost extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenHost(String message) {
            super(message);
        }
    }
}
