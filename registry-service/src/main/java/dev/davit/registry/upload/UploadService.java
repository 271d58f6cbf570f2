package dev.davit.registry.upload;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.Incoming;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.replica.Lease;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Takes bytes in and makes blobs of them. */
@Service
class UploadService {

    private final UploadSessions sessions;
    private final BlobStore store;
    private final BlobCatalog blobs;

    UploadService(UploadSessions sessions, BlobStore store, BlobCatalog blobs) {
        this.sessions = sessions;
        this.store = store;
        this.blobs = blobs;
    }

    /** Adds a chunk; the bytes so far. */
    long append(Session session, Chunk chunk) throws IOException {
        return sessions.hold(session, () -> {
            StagedBlob staged = session.staged(store);
            append(session, staged, chunk);
            return staged.size();
        });
    }

    /** Adds the last chunk, which may be empty, and makes a blob of all if it has this digest. */
    void finish(Session session, Chunk last, Digest digest) throws IOException {
        sessions.hold(session, () -> {
            StagedBlob staged = session.staged(store, digest.algorithm());
            append(session, staged, last);
            if (!staged.digest(digest.algorithm()).equals(digest)) {
                staged.discard();
                sessions.cancel(session);
                throw mismatch(digest);
            }
            Lease lease = session.lease();
            Incoming incoming = commit(staged, digest);
            sessions.forget(session);
            blobs.link(session.repository(), incoming, () -> sessions.complete(session, lease));
            return session;
        });
    }

    /** Makes a blob in one go. */
    void push(String repository, Chunk all, Digest digest) throws IOException {
        try (StagedBlob staged = store.begin("post-" + UUID.randomUUID(), digest.algorithm())) {
            try {
                take(staged, all);
                if (!staged.digest(digest.algorithm()).equals(digest)) {
                    throw mismatch(digest);
                }
            } catch (IOException | RegistryError failure) {
                staged.discard();
                throw failure;
            }
            blobs.link(repository, commit(staged, digest), () -> {});
        }
    }

    void cancel(Session session) throws IOException {
        sessions.hold(session, () -> {
            session.staged(store).discard();
            sessions.cancel(session);
            return session;
        });
    }

    /** Bytes so far, of the store if nobody is writing. */
    long size(Session session) throws IOException {
        if (!sessions.enter(session)) {
            return sessions.progress(session);
        }
        try {
            return session.staged(store).size();
        } finally {
            sessions.leave(session);
        }
    }

    private void append(Session session, StagedBlob staged, Chunk chunk) throws IOException {
        if (chunk.from() >= 0 && chunk.from() != staged.size()) {
            throw UploadSessions.outOfOrder(session, staged.size());
        }
        try {
            take(staged, chunk.under(session.lease()));
        } catch (RegistryError failure) {
            if (failure.getCause() != null) {
                session.letGo(); // what the computation and the store have may differ now
            }
            throw failure;
        }
    }

    private static void take(StagedBlob staged, Chunk chunk) throws IOException {
        long before = staged.size();
        try (InputStream in = chunk.body()) {
            staged.append(in);
        } catch (StagedBlob.SourceException cut) {
            throw RegistryError.invalid(ErrorCode.BLOB_UPLOAD_INVALID, "the body ended before it was complete");
        } catch (IOException failure) {
            throw RegistryError.failed(failure);
        }
        if (chunk.length() >= 0 && staged.size() - before != chunk.length()) {
            throw RegistryError.invalid(
                    ErrorCode.SIZE_INVALID, "the body does not have the length that its headers say");
        }
    }

    private Incoming commit(StagedBlob staged, Digest digest) {
        try {
            return blobs.commit(staged, digest);
        } catch (IOException failure) {
            throw RegistryError.failed(failure);
        }
    }

    private static RegistryError mismatch(Digest digest) {
        return RegistryError.invalid(ErrorCode.DIGEST_INVALID, "the content does not have the digest " + digest);
    }
}
