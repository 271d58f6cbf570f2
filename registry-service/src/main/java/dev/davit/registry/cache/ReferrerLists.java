package dev.davit.registry.cache;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.upstream.SingleFlight;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.Exchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Lists what an upstream says refers to a manifest; where it cannot be asked, what is held of that is listed. */
@Component
@WhenUpstreamsAreSet
class ReferrerLists {

    private static final Logger LOG = LoggerFactory.getLogger(ReferrerLists.class);
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final int DESCRIPTORS = 20_000; // that are remembered, of a few hundred bytes each

    private final SingleFlight<Key, Optional<List<JsonNode>>> flights = new SingleFlight<>();
    private final Memo<Key, Optional<List<JsonNode>>> lists = new Memo<>(DESCRIPTORS, ReferrerLists::weight);

    private record Key(String repository, Digest subject) {}

    private static int weight(Optional<List<JsonNode>> list) {
        return 1 + list.map(List::size).orElse(0);
    }

    /** Whether it was answered. */
    boolean relay(Upstream upstream, Exchange exchange) throws IOException {
        Digest subject = Digest.parse(exchange.reference());
        Optional<List<JsonNode>> found;
        try {
            found = list(upstream, exchange.repository(), subject);
        } catch (UpstreamException failure) {
            LOG.warn("referrers of {} are listed as far as they are held: {}", subject, failure.getMessage());
            return false;
        }
        if (found.isEmpty()) {
            return false;
        }
        String type = exchange.parameter("artifactType");
        List<JsonNode> descriptors = found.get();
        if (type != null && !type.isEmpty()) {
            descriptors = descriptors.stream()
                    .filter(descriptor ->
                            descriptor.path("artifactType").asString("").equals(type))
                    .toList();
            exchange.set("OCI-Filters-Applied", "artifactType");
        }
        exchange.sendJson(200, INDEX, new Index(2, INDEX, descriptors));
        return true;
    }

    /** All of them; empty: the upstream does not know. */
    Optional<List<JsonNode>> list(Upstream upstream, String repository, Digest subject) throws IOException {
        Key key = new Key(repository, subject);
        Optional<Optional<List<JsonNode>>> known = lists.get(key);
        return known.isPresent()
                ? known.get()
                : flights.run(key, () -> {
                    Optional<List<JsonNode>> found = upstream.referrers(repository, subject);
                    if (found.isPresent()) {
                        lists.put(key, found, upstream.freshness());
                    }
                    return found;
                });
    }

    /** The lists are to be had anew. */
    void doubt() {
        lists.clear();
    }

    record Index(int schemaVersion, String mediaType, List<JsonNode> manifests) {}
}
