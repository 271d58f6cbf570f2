package dev.davit.registry.search;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What repositories hold. */
@Component
class Inventory {

    private static final String SUMMARIES = "select r.name, r.pulls, r.pulled_at,"
            + " (select count(*) from tags t where t.repository_id = r.id) as tags,"
            + " (select count(*) from manifests m where m.repository_id = r.id) as manifests,"
            + " (select max(t.updated_at) from tags t where t.repository_id = r.id) as updated_at,"
            + " (select coalesce(sum(b.size), 0) from blobs b where b.id in"
            + " (select l.blob_id from repository_blobs l where l.repository_id = r.id"
            + " union select m.blob_id from manifests m where m.repository_id = r.id)) as bytes"
            + " from repositories r where r.name in (:names) order by r.name";
    private static final String TAGS =
            "select t.name, t.pulls, t.pulled_at, t.updated_at, m.digest, m.media_type, m.artifact_type, m.size"
                    + " + coalesce((select sum(b.size) from manifest_blobs n join blobs b on b.id = n.blob_id"
                    + " where n.manifest_id = m.id), 0) as bytes from tags t join manifests m on m.id = t.manifest_id"
                    + " where t.repository_id = :id and t.name > :last order by t.name limit :limit";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Inventory(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** {@code bytes} of all its blobs, each once, also of those that other repositories have too. {@code pulls} as of minutes ago. */
    record Summary(
            String name,
            long tags,
            long manifests,
            long bytes,
            @Nullable Instant updatedAt,
            long pulls,
            @Nullable Instant pulledAt) {}

    /** {@code bytes} of the manifest and what it needs itself, not of what an index lists. */
    record TagRow(
            String name,
            String digest,
            String mediaType,
            @Nullable String artifactType,
            long bytes,
            @Nullable Instant updatedAt,
            long pulls,
            @Nullable Instant pulledAt) {}

    record Details(Summary repository, List<TagRow> tags) {}

    List<Summary> summaries(List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        return inTransaction(() -> jdbc.sql(SUMMARIES)
                .param("names", names)
                .query((row, number) -> new Summary(
                        row.getString("name"),
                        row.getLong("tags"),
                        row.getLong("manifests"),
                        row.getLong("bytes"),
                        instant(row, "updated_at"),
                        row.getLong("pulls"),
                        instant(row, "pulled_at")))
                .list());
    }

    List<TagRow> tags(long repository, String last, int limit) {
        return inTransaction(() -> jdbc.sql(TAGS)
                .param("id", repository)
                .param("last", last)
                .param("limit", limit)
                .query((row, number) -> new TagRow(
                        row.getString("name"),
                        row.getString("digest"),
                        row.getString("media_type"),
                        row.getString("artifact_type"),
                        row.getLong("bytes"),
                        instant(row, "updated_at"),
                        row.getLong("pulls"),
                        instant(row, "pulled_at")))
                .list());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(status -> work.get()));
    }
}
