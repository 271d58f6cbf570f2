package dev.davit.registry.referrer;

import dev.davit.registry.manifest.ManifestRef;
import dev.davit.registry.manifest.Manifests;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.Page;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /v2/<name>/referrers/<digest>?artifactType=}: an index made for the answer. */
@Component
class ReferrersEndpoint implements Endpoint {

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final int PAGE = 500;

    private final Manifests manifests;

    ReferrersEndpoint(Manifests manifests) {
        this.manifests = manifests;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.REFERRERS);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        if (!exchange.method().equals("GET") && !exchange.head()) {
            throw exchange.notAllowed("GET, HEAD");
        }
        Digest subject = Digest.parse(exchange.reference());
        Page page = Page.of(exchange, PAGE, PAGE);
        String artifactType = exchange.parameter("artifactType");
        String filter = artifactType == null || artifactType.isEmpty() ? null : artifactType;
        List<ManifestRef> found =
                manifests.referrers(exchange.repository(), subject, filter, page.last(), page.limit());
        List<Descriptor> descriptors = new ArrayList<>();
        for (ManifestRef manifest : page.cut(exchange, found, ManifestRef::digest)) {
            descriptors.add(describe(manifest));
        }
        if (filter != null) {
            exchange.set("OCI-Filters-Applied", "artifactType");
        }
        exchange.sendJson(200, INDEX, new Index(2, INDEX, descriptors));
    }

    private Descriptor describe(ManifestRef manifest) throws IOException {
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.size(),
                manifest.artifactType(),
                manifests.annotations(manifest));
    }

    record Index(int schemaVersion, String mediaType, List<Descriptor> manifests) {}

    record Descriptor(
            String mediaType,
            String digest,
            long size,
            @Nullable String artifactType,
            @Nullable Map<String, String> annotations) {}
}
