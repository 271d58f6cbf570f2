package dev.davit.registry.cache;

import dev.davit.platform.DavitProperties;
import dev.davit.registry.access.Caller;
import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.upstream.BlobStream;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.UpstreamException;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Fetches blobs, each once for all who want it at the time, and to its end whoever goes away meanwhile. */
@Component
@WhenUpstreamsAreSet
class BlobCache {

    private static final Logger LOG = LoggerFactory.getLogger(BlobCache.class);

    private final BlobCatalog blobs;
    private final BlobStore store;
    private final CacheTable table;
    private final Eviction eviction;
    private final FetchTurns turns;
    private final Path folder;
    private final Map<Key, Fill> fills = new ConcurrentHashMap<>();

    BlobCache(
            BlobCatalog blobs,
            BlobStore store,
            CacheTable table,
            Eviction eviction,
            FetchTurns turns,
            DavitProperties properties) {
        this.blobs = blobs;
        this.store = store;
        this.table = table;
        this.eviction = eviction;
        this.turns = turns;
        this.folder = properties.state("registry").resolve("spool");
    }

    private record Key(String repository, Digest digest) {}

    boolean holds(String repository, Digest digest) throws IOException {
        return blobs.find(repository, digest).isPresent();
    }

    /** Holds a blob that has at most so many bytes; one that has more, or that there is none of, is left alone. */
    void hold(Upstream upstream, String repository, Digest digest, int most) throws IOException {
        Optional<BlobStream> stream = holds(repository, digest) ? Optional.empty() : upstream.blob(repository, digest);
        if (stream.isEmpty()) {
            return;
        }
        byte[] content;
        try (BlobStream in = stream.get()) {
            content = in.length() > most ? new byte[0] : in.readNBytes(most + 1);
        }
        if (content.length > most || content.length == 0) {
            return;
        }
        if (!digest.algorithm().of(content).equals(digest)) {
            throw wrongBytes(upstream, digest);
        }
        blobs.link(repository, blobs.store(content, digest), () -> table.holdBlob(repository, digest.toString()));
    }

    /** The fetching of a blob, which begins if it is not under way. Its bytes are there until it is closed. */
    Fill fetch(Upstream upstream, String repository, Digest digest) {
        Key key = new Key(repository, digest);
        while (true) {
            Fill mine = new Fill(folder);
            Fill running = fills.putIfAbsent(key, mine);
            if (running == null) {
                mine.enter();
                Thread.ofVirtual().name("fill " + digest).start(() -> run(upstream, key, mine));
                return mine;
            }
            if (running.enter()) {
                return running;
            }
        }
    }

    private void run(Upstream upstream, Key key, Fill fill) {
        try {
            fill(upstream, key, fill);
        } catch (IOException failure) {
            fails(key, fill, failure);
        } catch (RuntimeException | Error failure) {
            fails(key, fill, new IOException("it cannot be held: " + failure.getMessage(), failure));
        } finally {
            fills.remove(key, fill);
            close(fill);
        }
        trim(upstream);
    }

    private void trim(Upstream upstream) {
        try {
            eviction.trim(upstream);
        } catch (RuntimeException failure) {
            LOG.warn("what is held of {} is trimmed later", upstream.name(), failure);
        }
    }

    private void fails(Key key, Fill fill, IOException failure) {
        LOG.warn("{} of {} is not held: {}", key.digest, key.repository, failure.getMessage());
        fills.remove(key, fill); // before anybody is told: who asks again begins anew
        fill.fails(failure);
    }

    private static void close(Fill fill) {
        try {
            fill.close();
        } catch (IOException failure) {
            LOG.warn("cannot close a spool", failure);
        }
    }

    private void fill(Upstream upstream, Key key, Fill fill) throws IOException {
        turns.run(key.repository + "@" + key.digest, () -> holds(key.repository, key.digest), () -> {
            fillNow(upstream, key, fill);
            return true;
        });
    }

    private void fillNow(Upstream upstream, Key key, Fill fill) throws IOException {
        // Somebody else may have ended just before this one began.
        if (holds(key.repository, key.digest) || adopt(upstream, key)) {
            fill.ends(Fill.State.HELD);
            return;
        }
        Optional<BlobStream> stream = upstream.blob(key.repository, key.digest);
        if (stream.isEmpty()) {
            fills.remove(key, fill);
            fill.ends(Fill.State.MISSING);
            return;
        }
        try (BlobStream in = stream.get()) {
            receive(upstream, key, fill, in);
        }
    }

    /** Another repository has the bytes: it is enough that the upstream says that this one has them too. */
    private boolean adopt(Upstream upstream, Key key) throws IOException {
        if (!blobs.known(key.digest) || !says(upstream, key)) {
            return false;
        }
        return blobs.mount(
                Caller.EVERYBODY,
                key.repository,
                key.digest,
                Optional.empty(),
                () -> table.holdBlob(key.repository, key.digest.toString()));
    }

    // Where it sends us on, a HEAD may be refused although a GET is not: that one is signed for.
    private static boolean says(Upstream upstream, Key key) throws UpstreamException {
        try {
            return upstream.blobSize(key.repository, key.digest).isPresent();
        } catch (UpstreamException refused) {
            if (refused.isAnswer()) {
                return false;
            }
            throw refused;
        }
    }

    private void receive(Upstream upstream, Key key, Fill fill, BlobStream in) throws IOException {
        StagedBlob staged = store.begin("fill-" + UUID.randomUUID(), key.digest.algorithm());
        boolean committed = false;
        try (staged) {
            fill.begins(in.length());
            take(staged, fill, in);
            if (!staged.digest(key.digest.algorithm()).equals(key.digest)) {
                throw wrongBytes(upstream, key.digest);
            }
            fill.ends(Fill.State.VERIFIED);
            long limit = upstream.limit().orElse(Long.MAX_VALUE);
            if (staged.size() > limit) {
                throw UpstreamException.failed("it is larger than all that may be held of " + upstream.name(), null);
            }
            blobs.link(
                    key.repository,
                    blobs.commit(staged, key.digest),
                    () -> table.holdBlob(key.repository, key.digest.toString()));
            committed = true;
        } finally {
            if (!committed) {
                staged.discard();
            }
        }
        fill.ends(Fill.State.HELD);
    }

    private static UpstreamException wrongBytes(Upstream upstream, Digest digest) {
        return UpstreamException.unusable(upstream.name() + " sends other bytes than those of " + digest, null);
    }

    private static void take(StagedBlob staged, Fill fill, BlobStream in) throws IOException {
        try {
            staged.append(fill.watch(in));
        } catch (StagedBlob.SourceException cut) {
            throw cut.getCause() instanceof UpstreamException known ? known : cut;
        } catch (IOException failure) {
            throw new IOException("the blob store failed: " + failure.getMessage(), failure);
        }
    }
}
