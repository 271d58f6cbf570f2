package dev.davit.registry.cache;

import dev.davit.registry.manifest.HeldManifests;
import dev.davit.registry.manifest.ManifestRef;
import dev.davit.registry.manifest.Manifests;
import dev.davit.registry.policy.Policies;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.upstream.RemoteManifest;
import dev.davit.registry.upstream.SingleFlight;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that a manifest is held before it is answered. What a digest names never changes; a tag is believed for a
 * while, then looked at again, and believed on where the upstream cannot say.
 */
@Component
@WhenUpstreamsAreSet
class ManifestCache {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestCache.class);
    private static final int TAGS = 10_000;
    /** So long nobody asks again after the upstream failed. */
    static final Duration RESPITE = Duration.ofSeconds(10);

    private final Manifests manifests;
    private final HeldManifests held;
    private final CacheTable table;
    private final Policies policies;
    private final Accesses accesses;
    private final FetchTurns turns;
    private final SingleFlight<Key, Boolean> flights = new SingleFlight<>();
    private final Memo<Key, Boolean> believed = new Memo<>(TAGS);

    ManifestCache(
            Manifests manifests,
            HeldManifests held,
            CacheTable table,
            Policies policies,
            Accesses accesses,
            FetchTurns turns) {
        this.manifests = manifests;
        this.held = held;
        this.table = table;
        this.policies = policies;
        this.accesses = accesses;
        this.turns = turns;
    }

    private record Key(String repository, Reference reference) {}

    /** What is held once the upstream has been asked, if it has to be; empty: there is no such manifest. */
    Optional<ManifestRef> ensure(Upstream upstream, String repository, Reference reference) throws IOException {
        Key key = new Key(repository, reference);
        Optional<ManifestRef> found = find(key);
        boolean current = found.isPresent()
                && switch (reference) {
                    case Digest digest -> true;
                    case Tag tag -> believed.get(key).isPresent() || policies.immutable(repository, tag.name());
                };
        if (!current) {
            flights.run(key, () -> {
                look(upstream, key);
                return true;
            });
            found = find(key);
        }
        found.ifPresent(manifest -> accesses.manifest(repository, manifest.digest()));
        return found;
    }

    /** What is held and whole: what was damaged is fetched again. */
    private Optional<ManifestRef> find(Key key) throws IOException {
        Optional<ManifestRef> found = manifests.find(key.repository, key.reference);
        return found.isPresent() && !isWhole(found.get()) ? Optional.empty() : found;
    }

    private boolean isWhole(ManifestRef manifest) throws IOException {
        try {
            return manifests.content(manifest).length == manifest.size();
        } catch (UnavailableException away) {
            return true; // its head can be answered without the store
        } catch (RegistryError gone) {
            return false;
        }
    }

    /** The tags are to be looked at again. */
    void doubt() {
        believed.clear();
    }

    private void look(Upstream upstream, Key key) throws IOException {
        Optional<ManifestRef> before = find(key);
        switch (key.reference) {
            case Digest digest -> {
                if (before.isEmpty()) {
                    fetchUnlessOthersDid(upstream, key, digest, null);
                }
            }
            case Tag tag -> look(upstream, key, tag, before);
        }
    }

    private void fetchUnlessOthersDid(Upstream upstream, Key key, @Nullable Digest named, @Nullable Tag tag)
            throws IOException {
        turns.run(
                key.repository + (tag == null ? "@" : ":") + key.reference,
                () -> find(key).isPresent(),
                () -> find(key).isPresent() || fetch(upstream, key, named, tag));
    }

    private void look(Upstream upstream, Key key, Tag tag, Optional<ManifestRef> before) throws IOException {
        if (before.isPresent() && believed.get(key).isPresent()) {
            return; // somebody else has just looked
        }
        try {
            if (before.isEmpty()) {
                fetchUnlessOthersDid(upstream, key, null, tag);
            } else if (!isStill(upstream, key, tag, before.get()) && !fetch(upstream, key, null, tag)) {
                held.untag(key.repository, tag);
            }
            believed.put(key, true, upstream.freshness());
        } catch (UpstreamException failure) {
            if (before.isEmpty()) {
                throw failure;
            }
            LOG.warn("{}:{} is answered as it was: {}", key.repository, tag, failure.getMessage());
            believed.put(key, true, RESPITE);
        }
    }

    /** Whether the tag points at what is held, now at the latest. */
    private boolean isStill(Upstream upstream, Key key, Tag tag, ManifestRef before) throws IOException {
        Optional<RemoteManifest> head = upstream.manifestHead(key.repository, tag);
        if (head.isEmpty() || head.get().digest().isEmpty()) {
            return false;
        }
        Digest digest = digest(upstream, head.get().digest());
        return digest.toString().equals(before.digest()) || held.point(key.repository, tag, digest);
    }

    private boolean fetch(Upstream upstream, Key key, @Nullable Digest named, @Nullable Tag tag) throws IOException {
        Optional<RemoteManifest> remote = upstream.manifest(key.repository, key.reference);
        if (remote.isEmpty()) {
            return false;
        }
        RemoteManifest manifest = remote.get();
        Digest expected = named == null && !manifest.digest().isEmpty() ? digest(upstream, manifest.digest()) : named;
        try {
            held.hold(
                    key.repository,
                    manifest.content(),
                    expected,
                    type(manifest.mediaType()),
                    tag,
                    digest -> table.holdManifest(key.repository, digest));
            return true;
        } catch (RegistryError wrong) {
            if (wrong.getCause() != null) {
                throw wrong; // our store's failure
            }
            throw UpstreamException.unusable(
                    upstream.name() + " sends an unusable manifest: " + wrong.getMessage(), wrong);
        }
    }

    // Some send all that is JSON as just that: the manifest says itself what it is.
    private static @Nullable String type(@Nullable String sent) {
        return sent == null || sent.startsWith("application/json") || sent.startsWith("text/plain") ? null : sent;
    }

    private static Digest digest(Upstream upstream, String text) throws UpstreamException {
        try {
            return Digest.parse(text);
        } catch (RegistryError wrong) {
            throw UpstreamException.unusable(upstream.name() + " sends an unusable digest", wrong);
        }
    }
}
