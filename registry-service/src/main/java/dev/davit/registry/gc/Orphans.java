package dev.davit.registry.gc;

import dev.davit.registry.blob.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Objects of the store that a kill kept from becoming blobs, or from being deleted with theirs. */
@Component
class Orphans {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BlobStore store;

    Orphans(JdbcClient jdbc, TransactionTemplate transaction, BlobStore store) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.store = store;
    }

    /** Deletes those that are older than this: a younger one may be about to become a blob. */
    int delete(Duration age) throws IOException {
        Instant before = Instant.now().minus(age);
        List<String> batch = new ArrayList<>();
        List<String> orphans = new ArrayList<>();
        store.each((object, modified) -> {
            if (modified.isBefore(before)) {
                batch.add(object);
            }
            if (batch.size() >= BATCH) {
                orphans.addAll(unknown(batch));
                batch.clear();
            }
        });
        orphans.addAll(unknown(batch));
        for (String orphan : orphans) {
            store.delete(orphan);
        }
        return orphans.size();
    }

    private List<String> unknown(List<String> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        Set<String> known = new HashSet<>(Objects.requireNonNull(
                transaction.execute(status -> jdbc.sql("select object from blobs where object in (:objects)")
                        .param("objects", objects)
                        .query(String.class)
                        .list())));
        return objects.stream().filter(object -> !known.contains(object)).toList();
    }
}
