package dev.davit.registry.upload;

import dev.davit.registry.RegistryProperties;
import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** The uploads that are under way. Rows say which there are; memory keeps the digests of those that are in use. */
@Component
class UploadSessions implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(UploadSessions.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final long IDLE = TimeUnit.MINUTES.toNanos(10);

    private final Uploads uploads;
    private final BlobStore store;
    private final RegistryProperties properties;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private volatile long swept = System.nanoTime();

    UploadSessions(Uploads uploads, BlobStore store, RegistryProperties properties) {
        this.uploads = uploads;
        this.store = store;
        this.properties = properties;
    }

    /** Reclaims what a process that was killed left staged, before anybody is served. */
    @Override
    public void afterSingletonsInstantiated() {
        try {
            dropExpired();
            Set<String> known = new HashSet<>(uploads.ids());
            for (String name : store.staged()) {
                if (!known.contains(name)) {
                    store.discard(name);
                }
            }
        } catch (IOException failure) {
            LOG.warn("cannot reclaim abandoned uploads; it is tried again at the next start", failure);
        }
    }

    Session start(String repository, String owner, Digest.Algorithm algorithm) {
        sweep();
        String id = UUID.randomUUID().toString();
        uploads.insert(id, repository, algorithm.name(), owner, Instant.now());
        Session session = new Session(id, repository, owner, algorithm);
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
                            id, key -> new Session(key, row.repository(), row.owner(), row.algorithm())))
                    .orElseThrow(UploadSessions::unknown);
        }
        if (!session.repository().equals(repository) || !session.owner().equals(owner)) {
            throw unknown();
        }
        return session;
    }

    /** Does {@code work} as the only one; who comes second is told how far the first has come. */
    <T> T hold(Session session, Work<T> work) throws IOException {
        if (!session.tryHold()) {
            throw outOfOrder(session);
        }
        try {
            if (session.ended()) {
                throw unknown();
            }
            return work.run();
        } finally {
            session.release();
        }
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
    static RegistryError outOfOrder(Session session) {
        return new RegistryError(416, ErrorCode.BLOB_UPLOAD_INVALID, "the upload is at another offset, or in use")
                .with("Location", location(session))
                .with("Range", range(session.size()))
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
            dropExpired();
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

    private void dropExpired() throws IOException {
        for (String id : uploads.idsBefore(Instant.now().minus(properties.uploadExpiry()))) {
            if (!sessions.containsKey(id)) {
                store.discard(id);
                uploads.delete(id);
            }
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }
}
