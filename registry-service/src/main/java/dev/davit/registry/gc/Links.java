package dev.davit.registry.gc;

import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which blobs a repository has without a manifest that needs them. What a cache holds ({@code used_at}) is none: the
 * cache lets go of it. Within transactions.
 */
@Component
class Links {

    private static final String NEEDED = " exists (select 1 from manifest_blobs m"
            + " where m.repository_id = repository_blobs.repository_id and m.blob_id = repository_blobs.blob_id)";

    private final JdbcClient jdbc;

    Links(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What {@link #mark} came to: whether a mark changed, and whether there is something to sweep. */
    record Marked(boolean changed, boolean due) {}

    /** Marks what is not needed, and unmarks what is. */
    Marked mark(long repository, OffsetDateTime now, OffsetDateTime cutoff) {
        int changed = jdbc.sql("update repository_blobs set unused_since = null"
                        + " where repository_id = :id and unused_since is not null and" + NEEDED)
                .param("id", repository)
                .update();
        changed += jdbc.sql("update repository_blobs set unused_since = :now"
                        + " where repository_id = :id and unused_since is null and used_at is null and not" + NEEDED)
                .param("id", repository)
                .param("now", now)
                .update();
        long due = jdbc.sql(
                        "select count(*) from repository_blobs where repository_id = :id and unused_since <= :before")
                .param("id", repository)
                .param("before", cutoff)
                .query(Long.class)
                .single();
        return new Marked(changed > 0, due > 0);
    }

    /** Takes away what was not needed since {@code cutoff} and is not now; the transaction holds the repository. */
    int sweep(long repository, OffsetDateTime cutoff) {
        return jdbc.sql("delete from repository_blobs"
                        + " where repository_id = :id and unused_since <= :before and used_at is null and not" + NEEDED)
                .param("id", repository)
                .param("before", cutoff)
                .update();
    }
}
