package dev.davit.registry.cache;

import dev.davit.registry.admission.SignatureManifests;
import dev.davit.registry.manifest.HeldManifests;
import dev.davit.registry.manifest.ManifestRef;
import dev.davit.registry.manifest.Manifests;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Fetches all that belongs to a tag: manifests of indexes, blobs, and what refers to them, such as signatures. */
@Component
@WhenUpstreamsAreSet
class SyncImage {

    private static final int DEEPEST = 4;

    private final ManifestCache cache;
    private final BlobCache blobs;
    private final ReferrerLists referrers;
    private final Manifests manifests;
    private final HeldManifests held;
    private final Accesses accesses;

    SyncImage(
            ManifestCache cache,
            BlobCache blobs,
            ReferrerLists referrers,
            Manifests manifests,
            HeldManifests held,
            Accesses accesses) {
        this.cache = cache;
        this.blobs = blobs;
        this.referrers = referrers;
        this.manifests = manifests;
        this.held = held;
        this.accesses = accesses;
    }

    /**
     * Where from.
     *
     * @param tags all that the upstream's repository has
     */
    record Source(Upstream upstream, String repository, Set<String> tags, SyncProgress progress) {}

    void fetch(Source source, String name) {
        try {
            fetch(source, Tag.parse(name), DEEPEST);
            source.progress.tag();
        } catch (IOException | RegistryError failure) {
            source.progress.failed(source.repository + ":" + name, failure);
        }
    }

    private void fetch(Source source, Reference reference, int deeper) throws IOException {
        ManifestRef manifest = cache.ensure(source.upstream, source.repository, reference)
                .orElseThrow(() -> new IOException("the upstream has no manifest " + reference));
        if (!source.progress.isNew(source.repository, manifest.digest())) {
            return;
        }
        source.progress.manifest();
        HeldManifests.Parts parts = held.parts(manifests.content(manifest));
        for (String blob : parts.blobs()) {
            fetchBlob(source, Digest.parse(blob));
        }
        if (deeper == 0) {
            return;
        }
        for (String child : parts.children()) {
            fetchChild(source, Digest.parse(child), deeper - 1);
        }
        for (JsonNode referrer : referrers
                .list(source.upstream, source.repository, Digest.parse(manifest.digest()))
                .orElse(List.of())) {
            fetch(source, Digest.parse(referrer.path("digest").asString("")), deeper - 1);
        }
        String signature = SignatureManifests.tag(manifest.digest());
        if (source.tags.contains(signature)) {
            fetch(source, new Tag(signature), deeper - 1);
        }
    }

    // What an index lists is a manifest, or a blob where it is a build's cache.
    private void fetchChild(Source source, Digest child, int deeper) throws IOException {
        if (cache.ensure(source.upstream, source.repository, child).isPresent()) {
            fetch(source, child, deeper);
        } else {
            fetchBlob(source, child);
        }
    }

    private void fetchBlob(Source source, Digest digest) throws IOException {
        if (!source.progress.isNew(source.repository, digest.toString())) {
            return;
        }
        if (blobs.holds(source.repository, digest)) {
            accesses.blob(source.repository, digest.toString());
            return;
        }
        try (Fill fill = blobs.fetch(source.upstream, source.repository, digest)) {
            if (fill.held() == Fill.State.MISSING) {
                throw new IOException("the upstream has no blob " + digest);
            }
        }
        source.progress.blob();
    }
}
