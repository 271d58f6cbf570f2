package dev.davit.registry.repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;

/** The repositories: a name begins with the first thing that is pushed to it. */
@Service
public class Repositories {

    private final RepositoryTable table;

    Repositories(RepositoryTable table) {
        this.table = table;
    }

    /** The id of the repository, if there is one of this name. */
    public Optional<Long> find(String name) {
        return table.findId(name);
    }

    /** The id of the repository, which is made if there is none; within a transaction. */
    public long ensure(String name) {
        return table.findId(name).orElseGet(() -> {
            table.insert(name, Instant.now());
            return table.findId(name).orElseThrow();
        });
    }

    /**
     * Holds the repository to the end of the transaction against everybody else who does so: what makes a manifest and
     * what takes something away would miss each other otherwise.
     */
    public Optional<Long> lock(String name) {
        return table.lock(name).map(RepositoryEntity::id);
    }

    /** Names in byte order, behind {@code last}. */
    public List<String> names(String last, int limit) {
        return table.names(last, Limit.of(limit));
    }

    /** Names that contain {@code part}, in byte order, behind {@code last}. */
    public List<String> search(String part, String last, int limit) {
        return table.search(part, last, Limit.of(limit));
    }

    /** How many there are. */
    public long count() {
        return table.count();
    }
}
