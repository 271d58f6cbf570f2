package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.URI;

/**
 * Where a registry may send its client: redirects, upload locations, links, token realms. Never from HTTPS to plain
 * HTTP, and never from the outside to this host or its link (CVE-2020-15157 and its like).
 */
final class Destinations {

    private final Endpoints endpoints;

    Destinations(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** {@code location} as seen from {@code base}, with its query. */
    URI resolve(URI base, String location) throws IOException {
        if (location.isEmpty()) {
            throw new IOException(base.getHost() + " answered without a Location");
        }
        URI target;
        try {
            target = base.resolve(location.strip());
        } catch (IllegalArgumentException malformed) {
            throw new IOException("malformed location " + Quoted.of(location), malformed);
        }
        check(base, target);
        return target;
    }

    /** Fails unless {@code from} may point to {@code to}. */
    void check(URI from, URI to) throws IOException {
        String scheme = String.valueOf(to.getScheme());
        if ((!scheme.equals("http") && !scheme.equals("https")) || to.getHost() == null || to.getUserInfo() != null) {
            throw new IOException("unusable location " + Quoted.of(to.toString()));
        }
        boolean secureSource = from.getScheme().equals("https") && !endpoints.isInsecure(from);
        if (scheme.equals("http") && secureSource) {
            throw new IOException(from.getHost() + " points from https to plain http: " + Quoted.of(to.toString()));
        }
        if (!to.getHost().equalsIgnoreCase(from.getHost())
                && Hosts.isLocal(to.getHost())
                && !Hosts.isLocal(from.getHost())) {
            throw new IOException(from.getHost() + " points to this host: " + Quoted.of(to.toString()));
        }
    }
}
