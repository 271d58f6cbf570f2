package dev.davit.registry.pull;

import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.repository.Repositories;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds pulls to repositories and tags. A client that pulls a tag asks for the tag, or for the digest that it has found
 * the tag to name; then for what an index lists, and perhaps for signatures, which are no pulls of their own.
 */
@Component
class PullTable {

    private static final String PLAIN =
            "select m.id from manifests m where m.repository_id = :id and m.digest = :digest"
                    + " and m.subject is null and not exists (select 1 from manifest_children c where c.child_id = m.id)";
    private static final String SIGNATURES = "sha256-[0-9a-f]{64}\\.[a-z]+";
    private static final String ADD = " set pulls = pulls + :count, pulled_at = :now where ";

    private final JdbcClient jdbc;
    private final Repositories repositories;
    private final TransactionTemplate transaction;

    PullTable(JdbcClient jdbc, Repositories repositories, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.repositories = repositories;
        this.transaction = transaction;
    }

    void add(String repository, Map<Reference, Long> pulls) {
        transaction.executeWithoutResult(status -> repositories.lock(repository).ifPresent(id -> add(id, pulls)));
    }

    private void add(long repository, Map<Reference, Long> pulls) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        long all = 0;
        for (Map.Entry<Reference, Long> pull : pulls.entrySet()) {
            boolean counts = switch (pull.getKey()) {
                case Tag tag -> addToTag(repository, tag.name(), pull.getValue(), now);
                case Digest digest -> addToTagsOf(repository, digest.toString(), pull.getValue(), now);
            };
            all += counts ? pull.getValue() : 0;
        }
        if (all > 0) {
            jdbc.sql("update repositories" + ADD + "id = :id")
                    .param("id", repository)
                    .param("count", all)
                    .param("now", now)
                    .update();
        }
    }

    private boolean addToTag(long repository, String tag, long count, OffsetDateTime now) {
        jdbc.sql("update tags" + ADD + "repository_id = :id and name = :tag")
                .param("id", repository)
                .param("tag", tag)
                .param("count", count)
                .param("now", now)
                .update();
        return !tag.matches(SIGNATURES);
    }

    private boolean addToTagsOf(long repository, String digest, long count, OffsetDateTime now) {
        return jdbc.sql(PLAIN)
                .param("id", repository)
                .param("digest", digest)
                .query(Long.class)
                .optional()
                .map(manifest -> jdbc.sql("update tags" + ADD + "manifest_id = :manifest")
                        .param("manifest", manifest)
                        .param("count", count)
                        .param("now", now)
                        .update())
                .isPresent();
    }
}
