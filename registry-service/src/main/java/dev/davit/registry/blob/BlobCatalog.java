package dev.davit.registry.blob;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Caller;
import dev.davit.registry.durability.Durability;
import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Which blobs there are, and which repository may read which. */
@Service
public class BlobCatalog {

    private static final int CANDIDATES = 1000; // a layer may be everywhere

    private final Blobs blobs;
    private final Repositories repositories;
    private final BlobStore store;
    private final ContentCache cache;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final Lookups lookups;

    BlobCatalog(
            Blobs blobs,
            Repositories repositories,
            BlobStore store,
            ContentCache cache,
            TransactionTemplate transaction,
            Durability durability,
            Lookups lookups) {
        this.blobs = blobs;
        this.repositories = repositories;
        this.store = store;
        this.cache = cache;
        this.transaction = transaction;
        this.durability = durability;
        this.lookups = lookups;
    }

    /** A blob of a repository, if its bytes are there: without them it is better pushed again than promised. */
    public Optional<BlobRef> find(String repository, Digest digest) throws IOException {
        Optional<BlobRef> blob = lookups.get(
                BlobRef.class, repository, digest.toString(), () -> blobs.findIn(repository, digest.toString()));
        return blob.isPresent() && !readable(blob.get()) ? Optional.empty() : blob;
    }

    private boolean readable(BlobRef blob) throws IOException {
        return cache.has(blob.digest()) || store.intact(blob.object(), blob.size());
    }

    /** Those of {@code digests} that the repository has; within a transaction. */
    public List<BlobRef> findAll(long repository, Collection<String> digests) {
        return blobs.findAllIn(repository, digests);
    }

    /** Makes an object of what is staged, or takes the one that is there; the row follows. Returns the key. */
    public String commit(StagedBlob staged, Digest digest) throws IOException {
        Optional<BlobRef> present = blobs.find(digest.toString());
        if (present.isPresent() && store.intact(present.get().object(), staged.size())) {
            staged.discard();
            return present.get().object();
        }
        return staged.commit(digest);
    }

    /** Makes an object of a small content that is in memory, and holds it there; the row follows. Returns the key. */
    public String store(byte[] content, Digest digest) throws IOException {
        String object;
        try (StagedBlob staged = store.stage("put-" + UUID.randomUUID(), digest.algorithm())) {
            staged.append(new ByteArrayInputStream(content));
            object = commit(staged, digest);
        }
        cache.put(digest.toString(), content);
        return object;
    }

    /** All bytes of a blob that is known to be small. */
    public byte[] content(String digest) throws IOException {
        return cache.get(digest, () -> {
            BlobRef blob = blobs.find(digest).orElseThrow();
            try (InputStream in = store.read(blob.object(), 0)) {
                return in.readAllBytes();
            }
        });
    }

    /** Makes sure of the row of a blob; within a transaction. */
    public long ensure(Digest digest, long size, String object) {
        blobs.insert(digest.toString(), size, object, Instant.now());
        BlobRef blob = blobs.find(digest.toString()).orElseThrow();
        if (!blob.object().equals(object)) {
            blobs.move(blob.id(), object);
        }
        return blob.id();
    }

    /** Lets a repository read a blob whose object is in the store; runs {@code also} in the same transaction. */
    public void link(String repository, Digest digest, long size, String object, Runnable also) {
        transaction.executeWithoutResult(status -> {
            long id = repositories.ensure(repository);
            blobs.link(id, ensure(digest, size, object), Instant.now());
            also.run();
        });
        lookups.changed();
        durability.await();
    }

    /**
     * Lets a repository read what {@code from} has, or any repository where it is empty; false: none that the caller may
     * read has it.
     */
    public boolean mount(Caller caller, String repository, Digest digest, Optional<String> from) throws IOException {
        Optional<BlobRef> source = from.or(() -> readable(caller, digest))
                .filter(name -> caller.may(Action.READ, name))
                .flatMap(name -> blobs.findIn(name, digest.toString()));
        if (source.isEmpty()
                || !store.intact(source.get().object(), source.get().size())) {
            return false;
        }
        link(repository, digest, source.get().size(), source.get().object(), () -> {});
        return true;
    }

    private Optional<String> readable(Caller caller, Digest digest) {
        return blobs.repositoriesOf(digest.toString(), Limit.of(CANDIDATES)).stream()
                .filter(name -> caller.may(Action.READ, name))
                .findFirst();
    }

    /** Takes a blob from a repository, unless a manifest of it needs the blob; false: it has none. */
    public boolean unlink(String repository, Digest digest) {
        try {
            boolean unlinked = Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<Long> id = repositories.lock(repository);
                Optional<BlobRef> blob = blobs.findIn(repository, digest.toString());
                return id.isPresent()
                        && blob.isPresent()
                        && blobs.unlink(id.get(), blob.get().id()) > 0;
            }));
            lookups.changed();
            durability.await();
            return unlinked;
        } catch (DataIntegrityViolationException needed) {
            throw new RegistryError(
                    405,
                    ErrorCode.UNSUPPORTED,
                    "a manifest of " + repository + " refers to " + digest + "; delete that manifest first");
        }
    }

    /** How many blobs there are. */
    public long count() {
        return blobs.count();
    }

    /** Bytes of all blobs, each once. */
    public long bytes() {
        return blobs.bytes();
    }
}
