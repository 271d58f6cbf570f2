package dev.davit.registry.upstream;

import dev.davit.registry.outbound.GuardedNames;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.apache.hc.core5.net.InetAddressUtils;

/** Where an upstream may send us, as far as URLs tell; {@link GuardedNames} looks at the addresses. */
final class Destinations {

    private final URI upstream;
    private final List<String> realms;

    Destinations(URI upstream, List<String> realms) {
        this.upstream = upstream;
        this.realms = realms;
    }

    /** Where an answer of {@code from} points to. */
    URI redirect(URI from, String location) throws IOException {
        URI to = check(from, parse(location));
        if (from.getScheme().equals("https") && to.getScheme().equals("http")) {
            throw new IOException("it redirects from https to " + to);
        }
        return to;
    }

    /** Where tokens are had: the password goes there, so it has to be in the upstream's own domain. */
    URI realm(String text) throws IOException {
        URI realm = check(upstream, parse(text));
        if (upstream.getScheme().equals("https") && realm.getScheme().equals("http")) {
            throw new IOException("its tokens are to be had without TLS, at " + realm);
        }
        String host = realm.getHost();
        if (!sameDomain(host, upstream.getHost()) && realms.stream().noneMatch(host::equalsIgnoreCase)) {
            throw new IOException("its tokens are to be had at " + host
                    + ", which is not of its domain; the setting 'realms' allows it");
        }
        return realm;
    }

    /** Whether credentials for the upstream may go there. */
    boolean isUpstream(URI uri) {
        return uri.getScheme().equalsIgnoreCase(upstream.getScheme())
                && uri.getHost().equalsIgnoreCase(upstream.getHost())
                && port(uri) == port(upstream);
    }

    private static URI parse(String text) throws IOException {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException malformed) {
            throw new IOException("it sends us to a malformed URL", malformed);
        }
    }

    private static URI check(URI base, URI reference) throws IOException {
        URI to = base.resolve(reference);
        if (to.getHost() == null
                || to.getUserInfo() != null
                || !("https".equals(to.getScheme()) || "http".equals(to.getScheme()))) {
            throw new IOException("it sends us to an unusable URL");
        }
        return to;
    }

    static boolean sameDomain(String one, String other) {
        if (one.equalsIgnoreCase(other)) {
            return true;
        }
        String domain = isAddress(one) || isAddress(other) ? null : Suffixes.PUBLIC.getDomainRoot(lower(one));
        return domain != null && domain.indexOf('.') > 0 && domain.equals(Suffixes.PUBLIC.getDomainRoot(lower(other)));
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host);
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    static int port(URI uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    // Loaded when the first upstream sends us to another host.
    private static final class Suffixes {
        static final PublicSuffixMatcher PUBLIC = PublicSuffixMatcherLoader.getDefault();
    }
}
