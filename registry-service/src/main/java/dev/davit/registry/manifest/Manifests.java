package dev.davit.registry.manifest;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Caller;
import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.Incoming;
import dev.davit.registry.durability.Durability;
import dev.davit.registry.event.Events;
import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.policy.Policies;
import dev.davit.registry.policy.Quota;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.tag.Tags;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** The manifests of all repositories. */
@Service
public class Manifests {

    private final ManifestTable table;
    private final Needs needs;
    private final Repositories repositories;
    private final BlobCatalog blobs;
    private final Tags tags;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final Lookups lookups;
    private final Policies policies;
    private final Quota quota;
    private final Events events;

    Manifests(
            ManifestTable table,
            Needs needs,
            Repositories repositories,
            BlobCatalog blobs,
            Tags tags,
            TransactionTemplate transaction,
            Durability durability,
            Lookups lookups,
            Policies policies,
            Quota quota,
            Events events) {
        this.table = table;
        this.needs = needs;
        this.repositories = repositories;
        this.blobs = blobs;
        this.tags = tags;
        this.transaction = transaction;
        this.durability = durability;
        this.lookups = lookups;
        this.policies = policies;
        this.quota = quota;
        this.events = events;
    }

    /** What {@code reference} names in the repository. */
    public Optional<ManifestRef> find(String repository, Reference reference) {
        return lookups.get(ManifestRef.class, repository, reference.toString(), () -> switch (reference) {
            case Tag tag -> table.findByTag(repository, tag.name());
            case Digest digest -> table.findByDigest(repository, digest.toString());
        });
    }

    /** Whether its bytes are there: without them it is better pushed again than promised. */
    public boolean present(ManifestRef manifest) throws IOException {
        return blobs.present(manifest.digest());
    }

    /** Its bytes, as they were pushed. */
    public byte[] content(ManifestRef manifest) throws IOException {
        return blobs.content(manifest.digest());
    }

    /** What names {@code subject}, by digest, behind {@code last}; null: of any artifact type. */
    public List<ManifestRef> referrers(
            String repository, Digest subject, @Nullable String artifactType, String last, int limit) {
        return repositories
                .find(repository)
                .map(id -> table.referrers(id, subject.toString(), artifactType, last, Limit.of(limit)))
                .orElse(List.of());
    }

    /** The annotations of a manifest; null: none. */
    public @Nullable Map<String, String> annotations(ManifestRef manifest) throws IOException {
        return DocumentReader.read(content(manifest)).annotations();
    }

    /** Stores a manifest and makes the tags point at it, all or nothing. */
    void put(Caller caller, String repository, Pushed pushed, List<Tag> names) throws IOException {
        Incoming incoming = blobs.store(pushed.content(), pushed.digest());
        try {
            transaction.executeWithoutResult(status -> {
                repositories.ensure(repository);
                long id = repositories.lock(repository).orElseThrow();
                long manifest = ensure(caller, repository, id, pushed, incoming);
                names.forEach(tag -> tags.put(id, tag.name(), manifest, name -> mayMove(caller, repository, name)));
                quota.checkManifests(id, repository);
                events.pushed(
                        repository,
                        pushed.digest().toString(),
                        pushed.mediaType(),
                        names.stream().map(Tag::name).toList(),
                        caller.name());
            });
        } catch (RegistryError refused) {
            incoming.drop();
            throw refused;
        }
        lookups.changed();
        durability.await();
        incoming.settle();
    }

    private void mayMove(Caller caller, String repository, String tag) {
        policies.checkMutable(repository, List.of(tag));
        mayUpdate(caller, repository, "the tag " + tag + " of " + repository + " exists, and");
    }

    private static void mayUpdate(Caller caller, String repository, String what) {
        if (!caller.may(Action.UPDATE, repository)) {
            throw new RegistryError(
                    403, ErrorCode.DENIED, what + " may not be changed by " + caller.name() + ", who may only add");
        }
    }

    private long ensure(Caller caller, String repository, long id, Pushed pushed, Incoming incoming) {
        String digest = pushed.digest().toString();
        Needs.Found found = needs.find(id, pushed.references());
        long blob = blobs.ensure(incoming);
        Optional<ManifestRef> present = table.findByDigest(repository, digest);
        if (present.isPresent()) {
            if (!present.get().mediaType().equals(pushed.mediaType())) {
                policies.checkMutable(repository, tags.of(id, digest));
                mayUpdate(caller, repository, "the media type of " + digest);
                table.retype(present.get().id(), pushed.mediaType(), pushed.artifactType());
            }
            table.unmark(present.get().id());
            if (table.own(present.get().id()) > 0) { // of an upstream that is set no more
                needs.record(id, present.get().id(), found);
            }
            return present.get().id();
        }
        long size = pushed.content().length;
        table.insert(
                id,
                blob,
                digest,
                size,
                pushed.mediaType(),
                pushed.artifactType(),
                pushed.references().subject(),
                Instant.now());
        long manifest = table.findByDigest(repository, digest).orElseThrow().id();
        needs.record(id, manifest, found);
        return manifest;
    }

    /** Deletes a tag, or a manifest with its tags; false: there is none. */
    boolean delete(Caller caller, String repository, Reference reference) {
        try {
            boolean deleted = Boolean.TRUE.equals(transaction.execute(status -> repositories
                    .lock(repository)
                    .map(id -> delete(caller, repository, id, reference))
                    .orElse(false)));
            lookups.changed();
            durability.await();
            return deleted;
        } catch (DataIntegrityViolationException needed) {
            throw new RegistryError(
                    405,
                    ErrorCode.UNSUPPORTED,
                    "an index of " + repository + " lists " + reference + "; delete that index first");
        }
    }

    private boolean delete(Caller caller, String repository, long id, Reference reference) {
        boolean deleted = switch (reference) {
            case Tag tag -> {
                policies.checkMutable(repository, List.of(tag.name()));
                yield tags.delete(id, tag.name());
            }
            case Digest digest -> {
                policies.checkMutable(repository, tags.of(id, digest.toString()));
                yield table.delete(id, digest.toString()) > 0;
            }
        };
        if (deleted) {
            events.deleted(repository, reference.toString(), caller.name());
        }
        return deleted;
    }
}
