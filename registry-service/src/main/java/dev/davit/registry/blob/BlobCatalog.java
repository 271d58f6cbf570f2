package dev.davit.registry.blob;

import dev.davit.registry.access.Action;
import dev.davit.registry.access.Caller;
import dev.davit.registry.durability.Durability;
import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.policy.Policies;
import dev.davit.registry.policy.Quota;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.repository.Repositories;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Which blobs there are, and which repository may read which. */
@Service
public class BlobCatalog {

    private static final int TRIES = 5;
    private static final int CANDIDATES = 1000; // a layer may be everywhere

    private final Blobs blobs;
    private final Repositories repositories;
    private final BlobStore store;
    private final Contents contents;
    private final TransactionTemplate transaction;
    private final Durability durability;
    private final Lookups lookups;
    private final Policies policies;
    private final Quota quota;

    BlobCatalog(
            Blobs blobs,
            Repositories repositories,
            BlobStore store,
            Contents contents,
            TransactionTemplate transaction,
            Durability durability,
            Lookups lookups,
            Policies policies,
            Quota quota) {
        this.blobs = blobs;
        this.repositories = repositories;
        this.store = store;
        this.contents = contents;
        this.transaction = transaction;
        this.durability = durability;
        this.lookups = lookups;
        this.policies = policies;
        this.quota = quota;
    }

    /** A blob of a repository, if its bytes are there: without them it is better pushed again than promised. */
    public Optional<BlobRef> find(String repository, Digest digest) throws IOException {
        Optional<BlobRef> blob = lookups.get(
                BlobRef.class, repository, digest.toString(), () -> blobs.findIn(repository, digest.toString()));
        if (blob.isPresent() && blob.get().marked()) {
            blob = claim(repository, blob.get());
        }
        return blob.isPresent() && !contents.readable(blob.get()) ? Optional.empty() : blob;
    }

    // Who is told that the blob is there may push a manifest of it: it is not to be collected any more.
    private Optional<BlobRef> claim(String repository, BlobRef blob) {
        boolean claimed = Boolean.TRUE.equals(transaction.execute(status -> repositories
                .find(repository)
                .map(id -> blobs.unmark(id, List.of(blob.id())) > 0)
                .orElse(false)));
        lookups.changed();
        return claimed ? Optional.of(blob) : blobs.findIn(repository, blob.digest());
    }

    /** A manifest needs these; within a transaction that holds the repository. */
    public void needed(long repository, Collection<Long> ids) {
        blobs.needed(repository, ids);
    }

    /** Those of {@code digests} that the repository has; within a transaction. */
    public List<BlobRef> findAll(long repository, Collection<String> digests) {
        return blobs.findAllIn(repository, digests);
    }

    /** Makes an object of what is staged, unless there is one of it; the row follows. */
    public Incoming commit(StagedBlob staged, Digest digest) throws IOException {
        Incoming incoming = new Incoming(store, staged, digest);
        Optional<BlobRef> present = blobs.find(digest.toString());
        if (present.isEmpty() || !store.intact(present.get().object(), staged.size())) {
            incoming.own();
        }
        return incoming;
    }

    /** Makes an object of a small content that is in memory, and holds it there; the row follows. */
    public Incoming store(byte[] content, Digest digest) throws IOException {
        StagedBlob staged = store.begin("put-" + UUID.randomUUID(), digest.algorithm());
        try {
            staged.append(new ByteArrayInputStream(content));
            Incoming incoming = commit(staged, digest);
            contents.put(digest.toString(), content);
            return incoming;
        } catch (IOException | RuntimeException failure) {
            staged.discard();
            throw failure;
        }
    }

    /** All bytes of a blob that is known to be small. */
    public byte[] content(String digest) throws IOException {
        return contents.of(digest);
    }

    /** Whether the bytes of a blob are there; as long as the store does not answer they are believed to be. */
    public boolean present(String digest) throws IOException {
        return contents.present(digest);
    }

    /**
     * Makes sure of the row of a blob and holds it; within a transaction. A collection that deletes the row has been
     * waited for, or will find the row needed.
     */
    public long ensure(Incoming incoming) {
        String digest = incoming.digest().toString();
        if (incoming.isOwn()) {
            blobs.insert(digest, incoming.size(), incoming.own(), Instant.now());
        }
        BlobRef blob = blobs.lock(digest).map(BlobEntity::ref).orElseGet(() -> {
            blobs.insert(digest, incoming.size(), incoming.own(), Instant.now());
            return blobs.lock(digest).map(BlobEntity::ref).orElseThrow();
        });
        String object = blob.object();
        if (!(incoming.isOwn() && object.equals(incoming.own())) && !intact(object, incoming.size())) {
            object = incoming.own();
            blobs.move(blob.id(), object);
        }
        if (blob.marked()) {
            blobs.unmark(blob.id());
        }
        incoming.choose(object);
        return blob.id();
    }

    private boolean intact(String object, long size) {
        try {
            return store.intact(object, size);
        } catch (IOException failure) {
            throw RegistryError.failed(failure);
        }
    }

    /** Lets a repository read a blob; runs {@code also} in the same transaction, before a quota is looked at. */
    public void link(String repository, Incoming incoming, Runnable also) throws IOException {
        try {
            transaction.executeWithoutResult(status -> link(repository, () -> ensure(incoming), also));
        } catch (RegistryError refused) {
            incoming.drop();
            throw refused;
        }
        lookups.changed();
        durability.await();
        incoming.settle();
    }

    private void link(String repository, LongSupplier blob, Runnable also) {
        long id = repositories.ensure(repository);
        boolean limited = policies.limits(repository);
        if (limited) {
            repositories.lock(repository);
        }
        link(id, blob.getAsLong());
        also.run();
        if (limited) {
            quota.checkBlobs(id, repository);
        }
    }

    // A link that is there may be on its way out: it is either kept by taking its mark away, or made anew.
    private void link(long repository, long blob) {
        for (int i = 0; i < TRIES; i++) {
            if (blobs.link(repository, blob, Instant.now()) > 0 || blobs.unmark(repository, List.of(blob)) > 0) {
                return;
            }
        }
        throw new IllegalStateException("the link of blob " + blob + " comes and goes");
    }

    /**
     * Lets a repository read what {@code from} has, or any repository where it is empty; false: none that the caller may
     * read has it.
     */
    public boolean mount(Caller caller, String repository, Digest digest, Optional<String> from) throws IOException {
        return mount(caller, repository, digest, from, () -> {});
    }

    /** The same; runs {@code also} in the same transaction, before a quota is looked at. */
    public boolean mount(Caller caller, String repository, Digest digest, Optional<String> from, Runnable also)
            throws IOException {
        Optional<String> source = from.or(() -> readable(caller, digest)).filter(name -> caller.may(Action.READ, name));
        Optional<BlobRef> blob = source.flatMap(name -> blobs.findIn(name, digest.toString()));
        if (blob.isEmpty() || !store.intact(blob.get().object(), blob.get().size())) {
            return false;
        }
        boolean mounted =
                Boolean.TRUE.equals(transaction.execute(status -> mount(repository, source.get(), digest, also)));
        lookups.changed();
        durability.await();
        return mounted;
    }

    private boolean mount(String repository, String source, Digest digest, Runnable also) {
        Optional<BlobRef> held = blobs.lock(digest.toString()).map(BlobEntity::ref);
        if (held.isEmpty() || blobs.findIn(source, digest.toString()).isEmpty()) {
            return false;
        }
        if (held.get().marked()) {
            blobs.unmark(held.get().id());
        }
        link(repository, () -> held.get().id(), also);
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

    /** Whether some repository has it, which says nothing to the others. */
    public boolean known(Digest digest) {
        return blobs.find(digest.toString()).isPresent();
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
