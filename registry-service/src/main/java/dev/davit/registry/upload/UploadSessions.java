package dev.davit.registry.upload;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.replica.Lease;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The uploads that are under way. Rows say which there are; memory keeps the digests of those that are in use. */
@Component
class UploadSessions {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSessions.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long IDLE = TimeUnit.MINUTES.toNanos(10);

    private final Uploads uploads;
    private final BlobStore store;
    private final Claims claims;
    private final Abandoned abandoned;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private volatile long swept = System.nanoTime();

    UploadSessions(Uploads uploads, BlobStore store, Claims claims, Abandoned abandoned) {
        this.uploads = uploads;
        this.store = store;
        this.claims = claims;
        this.abandoned = abandoned;
    }

    Session start(String repository, String owner, Digest.Algorithm algorithm) {
        sweep();
        String id = UUID.randomUUID().toString();
        uploads.insert(id, repository, algorithm.name(), owner, Instant.now());
        Session session = new Session(id, repository, owner, algorithm, false);
        sessions.put(id, session);
        return session;
    }

    /** The upload of this id if {@code owner} began it in this repository, or 404. */
    Session find(String repository, String owner, String id) {
        if (!ID.matcher(id).matches()) {
            throw unknown();
        }
        Session session = sessions.get(id);
        if (session == null) {
            session = uploads.findById(id)
                    .map(row -> sessions.computeIfAbsent(
                            id, key -> new Session(key, row.repository(), row.owner(), row.algorithm(), true)))
                    .orElseThrow(UploadSessions::unknown);
        }
        if (!session.repository().equals(repository) || !session.owner().equals(owner)) {
            throw unknown();
        }
        return session;
    }

    /**
     * Does {@code work} as the only one; who comes second is told how far the first has come. What came is in the store
     * then, also where the client was cut off.
     */
    <T> T hold(Session session, Work<T> work) throws IOException {
        if (!enter(session)) {
            throw outOfOrder(session, progress(session));
        }
        try {
            return saved(session, work);
        } catch (LostException lost) {
            session.letGo();
            throw outOfOrder(session, store.progress(session.id()));
        } finally {
            leave(session);
        }
    }

    private static <T> T saved(Session session, Work<T> work) throws IOException {
        T result;
        try {
            result = work.run();
        } catch (RegistryError failure) {
            save(session);
            throw failure;
        }
        save(session);
        return result;
    }

    private static void save(Session session) throws IOException {
        if (session.ended()) {
            return;
        }
        if (!session.lease().stands()) {
            throw new LostException();
        }
        try {
            session.save();
        } catch (IOException failure) {
            session.letGo();
            throw RegistryError.failed(failure);
        }
    }

    /** Begins to be the only one at the session; false: somebody else is, here or on another replica. */
    boolean enter(Session session) throws IOException {
        if (!session.tryHold()) {
            return false;
        }
        boolean entered = false;
        try {
            entered = claim(session);
        } finally {
            if (!entered) {
                session.release();
            }
        }
        return entered;
    }

    private boolean claim(Session session) throws IOException {
        if (session.ended()) {
            throw unknown();
        }
        Optional<Lease> lease = claims.take(session.id());
        if (lease.isEmpty() && uploads.findById(session.id()).isEmpty()) {
            session.letGo();
            forget(session); // another replica ended it
            throw unknown();
        }
        if (lease.isPresent()) {
            session.under(lease.get());
        }
        return lease.isPresent();
    }

    /** Ends what {@link #enter} began. */
    void leave(Session session) {
        try {
            claims.release(session.lease());
        } finally {
            session.release();
        }
    }

    /** Bytes so far of a session that somebody else is at. */
    long progress(Session session) throws IOException {
        return session.isHeld() ? session.size() : store.progress(session.id());
    }

    /** Ends an upload in the transaction that makes a blob of it, unless another replica has it now. */
    void complete(Session session, Lease lease) {
        if (!claims.confirm(lease)) {
            throw new LostException();
        }
        uploads.delete(session.id());
    }

    /** Ends a session that {@link #hold} holds; its row goes with the caller's transaction. */
    void forget(Session session) {
        session.end();
        sessions.remove(session.id());
    }

    /** Ends a session that {@link #hold} holds, with its row. */
    void cancel(Session session) {
        uploads.delete(session.id());
        forget(session);
    }

    /** 416, with the state of the upload. */
    static RegistryError outOfOrder(Session session, long size) {
        return new RegistryError(416, ErrorCode.BLOB_UPLOAD_INVALID, "the upload is at another offset, or in use")
                .with("Location", location(session))
                .with("Range", range(size))
                .with("Docker-Upload-UUID", session.id());
    }

    /** Relative: no header of a request finds its way into it. */
    static String location(Session session) {
        return "/v2/" + session.repository() + "/blobs/uploads/" + session.id();
    }

    static String range(long size) {
        return "0-" + Math.max(0, size - 1);
    }

    private static RegistryError unknown() {
        return RegistryError.unknown(ErrorCode.BLOB_UPLOAD_UNKNOWN, "no such upload in this repository");
    }

    private void sweep() {
        if (System.nanoTime() - swept < IDLE) {
            return;
        }
        swept = System.nanoTime();
        try {
            for (Session session : sessions.values()) {
                if (session.idleFor(IDLE) && session.tryHold()) {
                    letGo(session);
                }
            }
            abandoned.drop(sessions::containsKey);
        } catch (IOException failure) {
            LOG.warn("cannot drop abandoned uploads; it is tried again later", failure);
        }
    }

    private void letGo(Session session) throws IOException {
        try {
            sessions.remove(session.id());
            session.letGo();
            session.end();
        } finally {
            session.release();
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }
}
