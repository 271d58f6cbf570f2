package dev.davit.registry.manifest;

import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What the indexes list that are held of upstreams, whether that is held too or not. Within transactions. */
@Component
class HeldChildren {

    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;

    HeldChildren(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void record(long manifest, Set<String> digests) {
        jdbc.batchUpdate(
                "insert into held_children (manifest_id, digest) values (?, ?)", digests, BATCH, (row, digest) -> {
                    row.setLong(1, manifest);
                    row.setString(2, digest);
                });
    }
}
