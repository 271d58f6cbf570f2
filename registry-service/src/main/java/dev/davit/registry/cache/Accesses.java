package dev.davit.registry.cache;

import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Who was used when: kept in memory, and written down now and then, not with each pull. A kill loses a minute of it. */
@Component
class Accesses {

    private static final int BATCH = 200;

    private final CacheTable table;
    private final TransactionTemplate transaction;
    private final Map<Key, OffsetDateTime> accesses = new ConcurrentHashMap<>();

    Accesses(CacheTable table, TransactionTemplate transaction) {
        this.table = table;
        this.transaction = transaction;
    }

    private record Key(String repository, String digest, boolean manifest) {}

    void blob(String repository, String digest) {
        accesses.put(new Key(repository, digest, false), CacheTable.now());
    }

    void manifest(String repository, String digest) {
        accesses.put(new Key(repository, digest, true), CacheTable.now());
    }

    /** Writes down what was not yet. */
    void flush() {
        Iterator<Map.Entry<Key, OffsetDateTime>> entries = accesses.entrySet().iterator();
        while (entries.hasNext()) {
            transaction.executeWithoutResult(status -> {
                for (int i = 0; i < BATCH && entries.hasNext(); i++) {
                    Map.Entry<Key, OffsetDateTime> entry = entries.next();
                    Key key = entry.getKey();
                    accesses.remove(key, entry.getValue());
                    table.used(key.repository, key.digest, key.manifest, entry.getValue());
                }
            });
        }
    }
}
