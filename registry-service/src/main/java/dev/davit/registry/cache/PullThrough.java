package dev.davit.registry.cache;

import dev.davit.registry.reference.Reference;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.Upstreams;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Relay;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Has what is asked for in the namespace of an upstream, before the endpoints look for it. */
@Component
@WhenUpstreamsAreSet
class PullThrough implements Relay {

    private static final int TRIES = 3;

    private final Upstreams upstreams;
    private final ManifestCache manifests;
    private final BlobRelay blobs;
    private final TagLists tags;
    private final ReferrerLists referrers;

    PullThrough(Upstreams upstreams, ManifestCache manifests, BlobRelay blobs, TagLists tags, ReferrerLists referrers) {
        this.upstreams = upstreams;
        this.manifests = manifests;
        this.blobs = blobs;
        this.tags = tags;
        this.referrers = referrers;
    }

    /** Some clients write the namespace into the path already. */
    @Override
    public Route resolve(Route route, String ns) {
        Upstream upstream = upstreams
                .named(ns)
                .orElseThrow(() -> RegistryError.unknown(
                        ErrorCode.NAME_UNKNOWN, "this registry holds nothing of the registry that 'ns' names"));
        return route.repository().startsWith(upstream.prefix())
                ? route
                : new Route(route.kind(), Route.valid(upstream.prefix() + route.repository()), route.reference());
    }

    @Override
    public void relay(Route.Kind kind, Exchange exchange, Local local) throws IOException {
        Optional<Upstream> upstream =
                exchange.repository().isEmpty() ? Optional.empty() : upstreams.of(exchange.repository());
        if (upstream.isPresent()) {
            refusePushes(kind, exchange, upstream.get());
        }
        if (upstream.isEmpty() || !(exchange.method().equals("GET") || exchange.head())) {
            local.answer(kind, exchange); // what is held may be deleted
            return;
        }
        try {
            read(kind, exchange, upstream.get(), local);
        } catch (UpstreamException failure) {
            throw failure.toError();
        }
    }

    // What is held when one looks may have been evicted when it is to be sent: it is fetched again then.
    private void read(Route.Kind kind, Exchange exchange, Upstream upstream, Local local) throws IOException {
        for (int i = 1; ; i++) {
            Found found = find(kind, exchange, upstream);
            if (found == Found.ANSWERED) {
                return;
            }
            try {
                local.answer(kind, exchange);
                return;
            } catch (RegistryError gone) {
                if (gone.status() != 404 || found == Found.UNKNOWN || i == TRIES) {
                    throw gone;
                }
            }
        }
    }

    private static void refusePushes(Route.Kind kind, Exchange exchange, Upstream upstream) {
        if (kind == Route.Kind.UPLOADS
                || kind == Route.Kind.UPLOAD
                || (kind == Route.Kind.MANIFEST && exchange.method().equals("PUT"))) {
            throw new RegistryError(
                    403,
                    ErrorCode.DENIED,
                    "nothing can be pushed to " + upstream.prefix() + ": it is what this registry holds of "
                            + upstream.name());
        }
    }

    private Found find(Route.Kind kind, Exchange exchange, Upstream upstream) throws IOException {
        return switch (kind) {
            case MANIFEST ->
                manifests
                                .ensure(upstream, exchange.repository(), Reference.parse(exchange.reference()))
                                .isPresent()
                        ? Found.HELD
                        : Found.UNKNOWN;
            case BLOB -> blobs.relay(upstream, exchange);
            case TAGS -> tags.relay(upstream, exchange) ? Found.ANSWERED : Found.UNKNOWN;
            case REFERRERS -> referrers.relay(upstream, exchange) ? Found.ANSWERED : Found.UNKNOWN;
            default -> Found.UNKNOWN;
        };
    }
}
