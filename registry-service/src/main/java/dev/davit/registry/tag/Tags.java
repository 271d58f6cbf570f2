package dev.davit.registry.tag;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/** Names that point at manifests. */
@Service
public class Tags {

    private final TagTable table;

    Tags(TagTable table) {
        this.table = table;
    }

    /**
     * Makes the tag point there, whether it exists or not; within a transaction that holds the repository.
     *
     * @param moves is told before a tag that points elsewhere is moved, and throws if it may not be
     */
    public void put(long repository, String name, long manifest, Consumer<String> moves) {
        Optional<Long> before = table.target(repository, name);
        if (before.isEmpty()) {
            table.insert(repository, name, manifest, Instant.now());
            return;
        }
        if (before.get() != manifest) {
            moves.accept(name);
        }
        table.move(repository, name, manifest, Instant.now());
    }

    /** Deletes the tag alone, not what it points at; false: there is none. Within a transaction. */
    public boolean delete(long repository, String name) {
        return table.delete(repository, name) > 0;
    }

    /** Those that point at the manifest of this digest. */
    public List<String> of(long repository, String digest) {
        return table.of(repository, digest);
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
