package dev.davit.registry.cache;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the database knows of content that is held of upstreams. Within transactions. */
@Component
class CacheTable {

    private static final String REPOSITORY = " repository_id = (select id from repositories where name = :repository)";
    private static final String BLOB = " blob_id = (select id from blobs where digest = :digest)";
    // A slash is followed by a zero: all names that begin with the prefix, by the index.
    private static final String WITHIN =
            " repository_id in (select id from repositories where name >= :from and name < :to)";

    private final JdbcClient jdbc;

    CacheTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A content, and bytes of it. */
    record Held(long blob, long size) {}

    /** From now on the blob is the cache's, and no garbage as long as it holds it; nor does a quota count it. */
    void holdBlob(String repository, String digest) {
        jdbc.sql("update repository_blobs set used_at = :now, unused_since = null, needed = true where" + REPOSITORY
                        + " and" + BLOB + " and not exists (select 1 from manifest_blobs m"
                        + " where m.repository_id = repository_blobs.repository_id"
                        + " and m.blob_id = repository_blobs.blob_id)")
                .param("repository", repository)
                .param("digest", digest)
                .param("now", now())
                .update();
    }

    void holdManifest(String repository, String digest) {
        jdbc.sql("update manifests set used_at = :now where" + REPOSITORY + " and digest = :digest"
                        + " and not exists (select 1 from manifest_blobs m where m.manifest_id = manifests.id)"
                        + " and not exists (select 1 from manifest_children c where c.manifest_id = manifests.id)")
                .param("repository", repository)
                .param("digest", digest)
                .param("now", now())
                .update();
    }

    void used(String repository, String digest, boolean manifest, OffsetDateTime at) {
        jdbc.sql("update " + (manifest ? "manifests" : "repository_blobs")
                        + " set used_at = :at where used_at < :at and" + REPOSITORY + " and"
                        + (manifest ? " digest = :digest" : BLOB))
                .param("repository", repository)
                .param("digest", digest)
                .param("at", at)
                .update();
    }

    /** Bytes that are held in a namespace, each content once. */
    long bytes(String prefix) {
        return jdbc.sql("select coalesce(sum(size), 0) from blobs where id in (" + held() + ")")
                .param("from", prefix)
                .param("to", end(prefix))
                .query(Long.class)
                .single();
    }

    /** What was not used for the longest time. */
    List<Held> oldest(String prefix, int limit) {
        return jdbc.sql("select b.id, b.size from blobs b join"
                        + " (select blob_id, used_at from repository_blobs where used_at is not null and" + WITHIN
                        + " union all select blob_id, used_at from manifests where used_at is not null and" + WITHIN
                        + ") h on h.blob_id = b.id group by b.id, b.size order by max(h.used_at), b.id limit :limit")
                .param("from", prefix)
                .param("to", end(prefix))
                .param("limit", limit)
                .query((row, number) -> new Held(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** Takes a content from all repositories of a namespace; the tags of a manifest go with it. */
    void evict(String prefix, long blob) {
        for (String table : List.of("manifests", "repository_blobs")) {
            jdbc.sql("delete from " + table + " where blob_id = :blob and used_at is not null and" + WITHIN)
                    .param("blob", blob)
                    .param("from", prefix)
                    .param("to", end(prefix))
                    .update();
        }
    }

    /** Names of repositories of which something is held. */
    List<String> repositories() {
        return jdbc.sql("select name from repositories where id in"
                        + " (select repository_id from repository_blobs where used_at is not null"
                        + " union select repository_id from manifests where used_at is not null)")
                .query((row, number) -> String.valueOf(row.getString("name")))
                .list();
    }

    /** Throws away what is held of a repository and was not used since then. */
    int forget(String repository, OffsetDateTime before) {
        int forgotten = 0;
        for (String table : List.of("manifests", "repository_blobs")) {
            forgotten += jdbc.sql("delete from " + table + " where used_at < :before and" + REPOSITORY)
                    .param("repository", repository)
                    .param("before", before)
                    .update();
        }
        return forgotten;
    }

    /** What a kill left. */
    void forgetFills() {
        jdbc.sql("delete from fills where held_until is null or held_until < current_timestamp - interval '1' hour")
                .update();
    }

    private static String held() {
        return "select blob_id from repository_blobs where used_at is not null and" + WITHIN
                + " union select blob_id from manifests where used_at is not null and" + WITHIN;
    }

    private static String end(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + '0';
    }

    /** As exactly as databases keep it. */
    static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
