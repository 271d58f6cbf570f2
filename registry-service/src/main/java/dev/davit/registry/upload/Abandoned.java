package dev.davit.registry.upload;

import dev.davit.registry.RegistryProperties;
import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.replica.Lease;
import dev.davit.registry.replica.Replicas;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Reclaims what was staged by clients that did not come back, and by processes that were killed. */
@Component
class Abandoned implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(Abandoned.class);

    private final Uploads uploads;
    private final BlobStore store;
    private final Claims claims;
    private final Replicas replicas;
    private final RegistryProperties properties;

    Abandoned(Uploads uploads, BlobStore store, Claims claims, Replicas replicas, RegistryProperties properties) {
        this.uploads = uploads;
        this.store = store;
        this.claims = claims;
        this.replicas = replicas;
        this.properties = properties;
    }

    /** Before anybody is served; a registry alone knows that nobody is at what it finds. */
    @Override
    public void afterSingletonsInstantiated() {
        try {
            dropExpired(id -> false);
            dropUnknown(replicas.possible() ? expired() : Instant.MAX);
        } catch (IOException failure) {
            LOG.warn("cannot reclaim abandoned uploads; it is tried again later", failure);
        }
    }

    /** Drops what was not gone on with for too long, but for what this process has in use. */
    void drop(Predicate<String> inUse) throws IOException {
        dropExpired(inUse);
        dropUnknown(expired());
    }

    private Instant expired() {
        return Instant.now().minus(properties.uploadExpiry());
    }

    private void dropExpired(Predicate<String> inUse) throws IOException {
        for (String id : uploads.idsBefore(expired())) {
            Optional<Lease> lease = inUse.test(id) ? Optional.empty() : claims.take(id);
            if (lease.isPresent()) {
                dropExpired(id, lease.get());
            }
        }
    }

    private void dropExpired(String id, Lease lease) throws IOException {
        try {
            store.discard(id);
            uploads.delete(id);
        } finally {
            claims.release(lease);
        }
    }

    private void dropUnknown(Instant before) throws IOException {
        List<String> old = new ArrayList<>();
        store.staged((name, since) -> {
            if (since.isBefore(before)) {
                old.add(name);
            }
        });
        Set<String> known = old.isEmpty() ? Set.of() : new HashSet<>(uploads.ids());
        for (String name : old) {
            if (!known.contains(name)) {
                store.discard(name);
            }
        }
    }
}
