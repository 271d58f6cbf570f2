package dev.davit.registry.cache;

import dev.davit.registry.admission.RemoteSignatures;
import dev.davit.registry.admission.SignatureManifests;
import dev.davit.registry.manifest.ManifestRef;
import dev.davit.registry.manifest.Manifests;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.trust.Image;
import dev.davit.registry.upstream.SingleFlight;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.Upstreams;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Holds the signatures of what is held, once somebody needs them. That there was none is believed as a list is. */
@Component
@WhenUpstreamsAreSet
class SignatureCache implements RemoteSignatures {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureCache.class);
    private static final int IMAGES = 10_000;

    private final Upstreams upstreams;
    private final ManifestCache cache;
    private final BlobCache blobs;
    private final ReferrerLists referrers;
    private final Manifests manifests;
    private final Accesses accesses;
    private final SingleFlight<Asked, Answer> flights = new SingleFlight<>();
    private final Memo<Asked, Answer> asked = new Memo<>(IMAGES);

    SignatureCache(
            Upstreams upstreams,
            ManifestCache cache,
            BlobCache blobs,
            ReferrerLists referrers,
            Manifests manifests,
            Accesses accesses) {
        this.upstreams = upstreams;
        this.cache = cache;
        this.blobs = blobs;
        this.referrers = referrers;
        this.manifests = manifests;
        this.accesses = accesses;
    }

    private record Asked(String repository, Digest digest, boolean content) {}

    /** Manifests that were found, and why there may be more; empty: there are not. */
    private record Answer(List<Digest> holders, String failure) {}

    @Override
    public boolean cover(String repository) {
        return upstreams.of(repository).isPresent();
    }

    @Override
    public Image original(Image image) {
        return upstreams
                .of(image.repository())
                .map(upstream ->
                        new Image(upstream.remote(image.repository()), image.digest(), image.size(), image.mediaType()))
                .orElse(image);
    }

    @Override
    public Optional<String> fetch(Image image) throws IOException {
        return once(image, false);
    }

    @Override
    public Optional<String> fetchContent(Image holder) throws IOException {
        return once(holder, true);
    }

    private Optional<String> once(Image image, boolean content) throws IOException {
        Asked key = new Asked(image.repository(), Digest.parse(image.digest()), content);
        Optional<Answer> known = asked.get(key).filter(answer -> isHeld(key, answer));
        Answer answer = known.isPresent() ? known.get() : flights.run(key, () -> ask(key));
        return Optional.of(answer.failure).filter(failure -> !failure.isEmpty());
    }

    // What was found may have been evicted since.
    private boolean isHeld(Asked key, Answer answer) {
        return answer.holders.stream()
                .allMatch(holder -> manifests.find(key.repository, holder).isPresent());
    }

    private Answer ask(Asked key) throws IOException {
        Upstream upstream = upstreams.of(key.repository).orElseThrow();
        List<Digest> holders = new ArrayList<>();
        String failure = "";
        try {
            if (key.content) {
                Attempts contents = new Attempts(SignatureManifests.MOST);
                hold(upstream, key.repository, key.digest, contents);
                contents.end();
            } else {
                fetch(upstream, key.repository, key.digest, holders);
            }
        } catch (UpstreamException missing) {
            LOG.warn("signatures of {} of {} may be missing: {}", key.digest, key.repository, missing.getMessage());
            failure = missing.isAnswer() ? "" : String.valueOf(missing.getMessage());
        }
        Answer answer = new Answer(holders, failure);
        asked.put(key, answer, failure.isEmpty() ? upstream.freshness() : ManifestCache.RESPITE);
        return answer;
    }

    // Where one of them is refused, another may be had.
    private void fetch(Upstream upstream, String repository, Digest image, List<Digest> holders) throws IOException {
        Attempts lists = new Attempts(2);
        Attempts entries = new Attempts(SignatureManifests.MOST);
        Attempts contents = new Attempts(SignatureManifests.MOST);
        lists.make(() -> {
            for (JsonNode one : referrers.list(upstream, repository, image).orElse(List.of())) {
                if (maySign(one)) {
                    entries.make(() -> {
                        Digest digest = Digest.parse(one.path("digest").asString(""));
                        hold(upstream, repository, digest, contents).ifPresent(holders::add);
                    });
                }
            }
            entries.end();
        });
        Tag tag = new Tag(SignatureManifests.tag(image.toString()));
        lists.make(() -> hold(upstream, repository, tag, contents).ifPresent(holders::add));
        lists.end();
        contents.end();
    }

    private static boolean maySign(JsonNode descriptor) {
        String type = descriptor.path("artifactType").asString("");
        return type.isEmpty() || SignatureManifests.TYPES.contains(type); // some lists do not say
    }

    /** The digest of the manifest; empty: there is none. */
    private Optional<Digest> hold(Upstream upstream, String repository, Reference reference, Attempts contents)
            throws IOException {
        Optional<ManifestRef> manifest = cache.ensure(upstream, repository, reference);
        if (manifest.isPresent()) {
            for (String digest : SignatureManifests.contents(manifests.content(manifest.get()))) {
                contents.make(() -> blobs.hold(upstream, repository, Digest.parse(digest), SignatureManifests.LARGEST));
            }
        }
        return manifest.map(held -> Digest.parse(held.digest()));
    }

    /** Whether there are others is to be asked anew. */
    void doubt() {
        asked.clear();
    }

    @Override
    public void used(Image holder) throws IOException {
        Digest digest = Digest.parse(holder.digest());
        Optional<ManifestRef> manifest =
                cover(holder.repository()) ? manifests.find(holder.repository(), digest) : Optional.empty();
        if (manifest.isPresent()) {
            accesses.manifest(holder.repository(), holder.digest());
            for (String content : SignatureManifests.contents(manifests.content(manifest.get()))) {
                accesses.blob(holder.repository(), content);
            }
        }
    }
}
