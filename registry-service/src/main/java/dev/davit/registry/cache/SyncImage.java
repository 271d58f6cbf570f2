package dev.davit.registry.cache;

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

    void fetch(Upstream upstream, String repository, String name, SyncProgress progress) {
        try {
            fetch(upstream, repository, Tag.parse(name), progress, DEEPEST);
            progress.tag();
        } catch (IOException | RegistryError failure) {
            progress.failed(repository + ":" + name, failure);
        }
    }

    private void fetch(Upstream upstream, String repository, Reference reference, SyncProgress progress, int deeper)
            throws IOException {
        ManifestRef manifest = cache.ensure(upstream, repository, reference)
                .orElseThrow(() -> new IOException("the upstream has no manifest " + reference));
        if (!progress.isNew(repository, manifest.digest())) {
            return;
        }
        progress.manifest();
        HeldManifests.Parts parts = held.parts(manifests.content(manifest));
        for (String blob : parts.blobs()) {
            fetchBlob(upstream, repository, Digest.parse(blob), progress);
        }
        if (deeper == 0) {
            return;
        }
        for (String child : parts.children()) {
            fetchChild(upstream, repository, Digest.parse(child), progress, deeper - 1);
        }
        for (JsonNode referrer : referrers
                .list(upstream, repository, Digest.parse(manifest.digest()))
                .orElse(List.of())) {
            Digest digest = Digest.parse(referrer.path("digest").asString(""));
            fetch(upstream, repository, digest, progress, deeper - 1);
        }
    }

    // What an index lists is a manifest, or a blob where it is a build's cache.
    private void fetchChild(Upstream upstream, String repository, Digest child, SyncProgress progress, int deeper)
            throws IOException {
        if (cache.ensure(upstream, repository, child).isPresent()) {
            fetch(upstream, repository, child, progress, deeper);
        } else {
            fetchBlob(upstream, repository, child, progress);
        }
    }

    private void fetchBlob(Upstream upstream, String repository, Digest digest, SyncProgress progress)
            throws IOException {
        if (!progress.isNew(repository, digest.toString())) {
            return;
        }
        if (blobs.holds(repository, digest)) {
            accesses.blob(repository, digest.toString());
            return;
        }
        try (Fill fill = blobs.fetch(upstream, repository, digest)) {
            if (fill.held() == Fill.State.MISSING) {
                throw new IOException("the upstream has no blob " + digest);
            }
        }
        progress.blob();
    }
}
