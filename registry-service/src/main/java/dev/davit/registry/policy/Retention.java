package dev.davit.registry.policy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes the tags and manifests that the rules of a repository do not keep. */
@Component
public class Retention {

    private static final String UNLED = " and not exists (select 1 from tags t where t.manifest_id = manifests.id)"
            + " and not exists (select 1 from manifest_children c where c.child_id = manifests.id)"
            + " and not exists (select 1 from held_children h join manifests i on i.id = h.manifest_id"
            + " where i.repository_id = manifests.repository_id and h.digest = manifests.digest)"
            + " and (subject is null or not exists (select 1 from manifests s"
            + " where s.repository_id = manifests.repository_id and s.digest = manifests.subject))";

    // cosign's tags of signatures stay as long as what they sign, and are none of those that are counted.
    private static final String SIGNATURE = " (t.name like 'sha256-%.___' and exists (select 1 from manifests s"
            + " where s.repository_id = t.repository_id and s.digest = 'sha256:' || substring(t.name, 8, 64)))";

    private final JdbcClient jdbc;
    private final Policies policies;

    Retention(JdbcClient jdbc, Policies policies) {
        this.jdbc = jdbc;
        this.policies = policies;
    }

    /** How many of each were deleted. */
    public record Deleted(int tags, int manifests) {}

    /** Applies the rules; within a transaction that holds the repository. */
    public Deleted apply(long id, String repository) {
        Policy policy = policies.of(repository);
        int tags = policy.deletesTags() ? deleteTags(id, policy) : 0;
        return new Deleted(tags, policy.untaggedDays() == null ? 0 : deleteUntagged(id, policy.untaggedDays()));
    }

    private int deleteTags(long id, Policy policy) {
        Instant now = Instant.now();
        List<TagAge> tags = jdbc.sql("select id, name, updated_at from tags t where repository_id = :id and not"
                        + SIGNATURE + " order by updated_at desc, id desc")
                .param("id", id)
                .query(Retention::read)
                .list();
        List<Long> deleted = new ArrayList<>();
        for (int rank = 0; rank < tags.size(); rank++) {
            TagAge tag = tags.get(rank);
            if (!policy.keeps(
                    tag.name(), rank, Duration.between(tag.updatedAt(), now).toDays())) {
                deleted.add(tag.id());
            }
        }
        deleted.forEach(tag ->
                jdbc.sql("delete from tags where id = :id").param("id", tag).update());
        return deleted.size();
    }

    // Manifests are needed as long as something leads to them; the time runs from when nothing did.
    private int deleteUntagged(long id, int days) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
        jdbc.sql("update manifests set unused_since = null where repository_id = :id and unused_since is not null"
                        + " and not (1 = 1" + UNLED + ")")
                .param("id", id)
                .update();
        int all = 0;
        int deleted;
        do {
            jdbc.sql("update manifests set unused_since = :now where repository_id = :id and unused_since is null"
                            + UNLED)
                    .param("id", id)
                    .param("now", now)
                    .update();
            deleted = jdbc.sql("delete from manifests where repository_id = :id and unused_since <= :before" + UNLED)
                    .param("id", id)
                    .param("before", now.minusDays(days))
                    .update();
            all += deleted;
        } while (deleted > 0); // what an index led to, nothing may lead to now
        return all;
    }

    private static TagAge read(ResultSet row, int number) throws SQLException {
        return new TagAge(
                row.getLong("id"),
                row.getString("name"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private record TagAge(long id, String name, Instant updatedAt) {}
}
