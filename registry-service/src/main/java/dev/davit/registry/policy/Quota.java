package dev.davit.registry.policy;

import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Holds repositories to their quotas. What counts is what manifests need, so that a deletion makes room at once. Blobs
 * that no manifest needed yet may take as much again: they make up the next image, or are collected.
 */
@Component
public class Quota {

    private static final String NEEDED = "select coalesce(sum(b.size), 0) from blobs b where b.id in"
            + " (select m.blob_id from manifest_blobs m where m.repository_id = :id"
            + " union select m.blob_id from manifests m where m.repository_id = :id)";
    private static final String PENDING = "select coalesce(sum(b.size), 0) from repository_blobs l"
            + " join blobs b on b.id = l.blob_id where l.repository_id = :id and not l.needed";

    private final JdbcClient jdbc;
    private final Policies policies;
    private final Retention retention;

    Quota(JdbcClient jdbc, Policies policies, Retention retention) {
        this.jdbc = jdbc;
        this.policies = policies;
        this.retention = retention;
    }

    /** Refuses a blob that has been linked too much; within a transaction that holds the repository. */
    public void checkBlobs(long id, String repository) {
        Long quota = policies.of(repository).quota();
        if (quota != null && bytes(PENDING, id) > quota) {
            throw exceeded(repository, quota);
        }
    }

    /**
     * Refuses a manifest that has been added too much, unless the rules of the repository make room for it; within a
     * transaction that holds the repository.
     */
    public void checkManifests(long id, String repository) {
        Long quota = policies.of(repository).quota();
        if (quota == null || bytes(NEEDED, id) <= quota) {
            return;
        }
        retention.apply(id, repository);
        if (bytes(NEEDED, id) > quota) {
            throw exceeded(repository, quota);
        }
    }

    private long bytes(String sql, long id) {
        return jdbc.sql(sql).param("id", id).query(Long.class).single();
    }

    private static RegistryError exceeded(String repository, long quota) {
        return new RegistryError(
                403,
                ErrorCode.DENIED,
                "the quota of " + repository + ", " + quota + " bytes, is used up; delete images of it first");
    }
}
