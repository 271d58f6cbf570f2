package dev.davit.registry.tag;

import java.time.Instant;
import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/** Names that point at manifests. */
@Service
public class Tags {

    private final TagTable table;

    Tags(TagTable table) {
        this.table = table;
    }

    /** Makes the tag point there, whether it exists or not; within a transaction. */
    public void put(long repository, String name, long manifest) {
        Instant now = Instant.now();
        if (table.move(repository, name, manifest, now) == 0 && table.insert(repository, name, manifest, now) == 0) {
            table.move(repository, name, manifest, now);
        }
    }

    /** Deletes the tag alone, not what it points at; false: there is none. Within a transaction. */
    public boolean delete(long repository, String name) {
        return table.delete(repository, name) > 0;
    }

    /** Names in byte order, behind {@code last}. */
    public List<String> names(long repository, String last, int limit) {
        return table.names(repository, last, Limit.of(limit));
    }

    /** How many there are in all repositories. */
    public long count() {
        return table.count();
    }
}
