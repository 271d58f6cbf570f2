package dev.davit.registry.manifest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ManifestTable extends Repository<ManifestEntity, Long> {

    String REF = "select new dev.davit.registry.manifest.ManifestRef(m.id, m.digest, m.size, m.mediaType,"
            + " m.artifactType) from ManifestEntity m ";

    @Query(REF + "join RepositoryEntity r on r.id = m.repositoryId where r.name = :repository and m.digest = :digest")
    Optional<ManifestRef> findByDigest(String repository, String digest);

    @Query(REF
            + "join TagEntity t on t.manifestId = m.id join RepositoryEntity r on r.id = t.repositoryId"
            + " where r.name = :repository and t.name = :tag")
    Optional<ManifestRef> findByTag(String repository, String tag);

    /** Those that were pushed: what a cache held may lack its blobs, and goes when nobody uses it. */
    @Query(REF + "where m.repositoryId = :repository and m.digest in :digests and m.usedAt is null")
    List<ManifestRef> findAll(long repository, Collection<String> digests);

    @Query(REF
            + "where m.repositoryId = :repository and m.subject = :subject and m.digest > :last"
            + " and (:artifactType is null or m.artifactType = :artifactType) order by m.digest")
    List<ManifestRef> referrers(
            long repository, String subject, @Nullable String artifactType, String last, Limit limit);

    @Modifying
    @Query(
            value = "insert into manifests (repository_id, blob_id, digest, size, media_type, artifact_type, subject,"
                    + " created_at) values (:repository, :blob, :digest, :size, :mediaType, :artifactType, :subject,"
                    + " :now)",
            nativeQuery = true)
    void insert(
            long repository,
            long blob,
            String digest,
            long size,
            String mediaType,
            @Nullable String artifactType,
            @Nullable String subject,
            Instant now);

    @Modifying
    @Query("update ManifestEntity m set m.mediaType = :mediaType, m.artifactType = :artifactType where m.id = :id")
    void retype(long id, String mediaType, @Nullable String artifactType);

    @Modifying
    @Query("update ManifestEntity m set m.unusedSince = null where m.id = :id")
    void unmark(long id);

    /** No cache's any more; 0: it was none's. */
    @Modifying
    @Query("update ManifestEntity m set m.usedAt = null where m.id = :id and m.usedAt is not null")
    int own(long id);

    @Modifying
    @Query(
            value = "update repository_blobs set used_at = null"
                    + " where repository_id = :repository and blob_id in (:blobs) and used_at is not null",
            nativeQuery = true)
    void ownBlobs(long repository, Collection<Long> blobs);

    @Modifying
    @Query(
            value = "insert into manifest_blobs (manifest_id, repository_id, blob_id)"
                    + " select :manifest, :repository, b.id from blobs b where b.id in (:blobs)",
            nativeQuery = true)
    void needBlobs(long manifest, long repository, Collection<Long> blobs);

    @Modifying
    @Query(
            value = "insert into manifest_children (manifest_id, child_id)"
                    + " select :manifest, c.id from manifests c where c.id in (:children)",
            nativeQuery = true)
    void needChildren(long manifest, Collection<Long> children);

    @Modifying
    @Query(value = "delete from manifests where repository_id = :repository and digest = :digest", nativeQuery = true)
    int delete(long repository, String digest);
}
