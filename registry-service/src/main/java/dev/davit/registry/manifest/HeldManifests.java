package dev.davit.registry.manifest;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.Incoming;
import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.tag.Tags;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Manifests of a cache: what they refer to comes when somebody asks for it, and may go before they do. */
@Service
public class HeldManifests {

    private final ManifestTable table;
    private final HeldChildren children;
    private final Repositories repositories;
    private final BlobCatalog blobs;
    private final Tags tags;
    private final TransactionTemplate transaction;
    private final Lookups lookups;

    HeldManifests(
            ManifestTable table,
            HeldChildren children,
            Repositories repositories,
            BlobCatalog blobs,
            Tags tags,
            TransactionTemplate transaction,
            Lookups lookups) {
        this.table = table;
        this.children = children;
        this.repositories = repositories;
        this.blobs = blobs;
        this.tags = tags;
        this.transaction = transaction;
        this.lookups = lookups;
    }

    /** What a manifest refers to, by digest: blobs, and the manifests of an index. */
    public record Parts(Set<String> blobs, Set<String> children) {}

    /** Reads what a manifest refers to. */
    public Parts parts(byte[] content) {
        References references = References.of(DocumentReader.read(content));
        return new Parts(references.blobs(), references.children());
    }

    /**
     * Holds a manifest, and makes a tag point at it.
     *
     * @param named the digest that it must have; null: that of SHA-256
     * @param tag null: none
     * @param also runs in the same transaction, with the digest
     * @throws RegistryError where the content is no manifest, or has another digest
     */
    public Digest hold(
            String repository,
            byte[] content,
            @Nullable Digest named,
            @Nullable String contentType,
            @Nullable Tag tag,
            Consumer<String> also)
            throws IOException {
        Pushed pushed = Pushed.check(content, named, contentType);
        Incoming incoming = blobs.store(pushed.content(), pushed.digest());
        try {
            transaction.executeWithoutResult(status -> {
                repositories.ensure(repository);
                long id = repositories.lock(repository).orElseThrow();
                long manifest = ensure(repository, id, pushed, incoming);
                if (tag != null) {
                    tags.put(id, tag.name(), manifest, name -> {});
                }
                also.accept(pushed.digest().toString());
            });
        } catch (RuntimeException refused) {
            incoming.drop();
            throw refused;
        }
        lookups.changed();
        incoming.settle();
        return pushed.digest();
    }

    private long ensure(String repository, long id, Pushed pushed, Incoming incoming) {
        long blob = blobs.ensure(incoming);
        String digest = pushed.digest().toString();
        Optional<ManifestRef> present = table.findByDigest(repository, digest);
        if (present.isEmpty()) {
            table.insert(
                    id,
                    blob,
                    digest,
                    pushed.content().length,
                    pushed.mediaType(),
                    pushed.artifactType(),
                    pushed.references().subject(),
                    Instant.now());
            present = table.findByDigest(repository, digest);
            children.record(present.orElseThrow().id(), pushed.references().children());
        }
        return present.orElseThrow().id();
    }

    /** Makes a tag point at a manifest that is held; false: it is not held any more. */
    public boolean point(String repository, Tag tag, Digest digest) {
        boolean done = Objects.requireNonNull(transaction.execute(status -> {
            Optional<Long> id = repositories.lock(repository);
            Optional<ManifestRef> manifest = table.findByDigest(repository, digest.toString());
            if (id.isEmpty() || manifest.isEmpty()) {
                return false;
            }
            tags.put(id.get(), tag.name(), manifest.get().id(), name -> {});
            return true;
        }));
        lookups.changed();
        return done;
    }

    /** The upstream has the tag no more. */
    public void untag(String repository, Tag tag) {
        transaction.executeWithoutResult(
                status -> repositories.lock(repository).ifPresent(id -> tags.delete(id, tag.name())));
        lookups.changed();
    }
}
