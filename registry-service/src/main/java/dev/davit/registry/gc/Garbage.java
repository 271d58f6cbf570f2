package dev.davit.registry.gc;

import dev.davit.registry.blob.BlobStore;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Blobs that no repository has any more. */
@Component
class Garbage {

    private static final int BATCH = 500;
    private static final String NEEDED = " (exists (select 1 from repository_blobs l where l.blob_id = blobs.id)"
            + " or exists (select 1 from manifests m where m.blob_id = blobs.id))";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final BlobStore store;

    Garbage(JdbcClient jdbc, TransactionTemplate transaction, BlobStore store) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.store = store;
    }

    record Swept(int blobs, long bytes) {}

    /** Marks and unmarks, then deletes what was not needed since {@code cutoff} and is not now. */
    Swept sweep(OffsetDateTime now, OffsetDateTime cutoff) throws IOException {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update blobs set unused_since = null where unused_since is not null and" + NEEDED)
                    .update();
            jdbc.sql("update blobs set unused_since = :now where unused_since is null and not" + NEEDED)
                    .param("now", now)
                    .update();
        });
        int blobs = 0;
        long bytes = 0;
        List<Long> due;
        long last = 0;
        do {
            due = due(cutoff, last);
            for (long id : due) {
                Optional<Gone> gone = delete(id);
                if (gone.isPresent()) {
                    store.delete(gone.get().object()); // a kill before this leaves an orphan
                    blobs++;
                    bytes += gone.get().size();
                }
                last = id;
            }
        } while (due.size() == BATCH);
        return new Swept(blobs, bytes);
    }

    private List<Long> due(OffsetDateTime cutoff, long last) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(
                        "select id from blobs where unused_since <= :before and id > :last order by id limit " + BATCH)
                .param("before", cutoff)
                .param("last", last)
                .query(Long.class)
                .list()));
    }

    // Pushes that find the blob hold its row too: either they come first and need it, or they find none.
    private Optional<Gone> delete(long id) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Gone> row = jdbc.sql("select object, size from blobs where id = :id for update")
                    .param("id", id)
                    .query((result, number) -> new Gone(result.getString("object"), result.getLong("size")))
                    .optional();
            return row.filter(gone -> jdbc.sql("delete from blobs where id = :id and not" + NEEDED)
                            .param("id", id)
                            .update()
                    > 0);
        }));
    }

    private record Gone(String object, long size) {}
}
