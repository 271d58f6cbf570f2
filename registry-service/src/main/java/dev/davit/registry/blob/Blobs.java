package dev.davit.registry.blob;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The tables of blobs and of their links to repositories. */
interface Blobs extends Repository<BlobEntity, Long> {

    String NEW = "select new dev.davit.registry.blob.BlobRef(b.id, b.digest, b.size, b.object, ";
    String REF = NEW + "false) from BlobEntity b ";
    String LINKED = NEW + "case when l.unusedSince is null then false else true end) from BlobEntity b"
            + " join BlobLinkEntity l on l.blobId = b.id ";

    @Query(REF + "where b.digest = :digest")
    Optional<BlobRef> find(String digest);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select b from BlobEntity b where b.digest = :digest")
    Optional<BlobEntity> lock(String digest);

    @Query(LINKED
            + "join RepositoryEntity r on r.id = l.repositoryId"
            + " where r.name = :repository and b.digest = :digest")
    Optional<BlobRef> findIn(String repository, String digest);

    @Query(LINKED + "where l.repositoryId = :repository and b.digest in :digests")
    List<BlobRef> findAllIn(long repository, Collection<String> digests);

    @Query("select r.name from BlobEntity b join BlobLinkEntity l on l.blobId = b.id"
            + " join RepositoryEntity r on r.id = l.repositoryId where b.digest = :digest")
    List<String> repositoriesOf(String digest, Limit limit);

    @Modifying
    @Query(
            value = "insert into blobs (digest, size, object, created_at) values (:digest, :size, :object, :now)"
                    + " on conflict do nothing",
            nativeQuery = true)
    void insert(String digest, long size, String object, Instant now);

    @Modifying
    @Query("update BlobEntity b set b.object = :object where b.id = :id")
    void move(long id, String object);

    @Modifying
    @Query("update BlobEntity b set b.unusedSince = null where b.id = :id")
    void unmark(long id);

    @Modifying
    @Query("update BlobLinkEntity l set l.unusedSince = null where l.repositoryId = :repository and l.blobId in :blobs")
    int unmark(long repository, Collection<Long> blobs);

    @Modifying
    @Query(
            value = "insert into repository_blobs (repository_id, blob_id, created_at)"
                    + " values (:repository, :blob, :now) on conflict do nothing",
            nativeQuery = true)
    int link(long repository, long blob, Instant now);

    @Modifying
    @Query("delete from BlobLinkEntity l where l.repositoryId = :repository and l.blobId = :blob")
    int unlink(long repository, long blob);

    @Modifying
    @Query("update BlobLinkEntity l set l.needed = true, l.unusedSince = null where l.repositoryId = :repository"
            + " and l.blobId in :blobs and (l.needed = false or l.unusedSince is not null)")
    void needed(long repository, Collection<Long> blobs);

    @Query("select count(b) from BlobEntity b")
    long count();

    @Query("select coalesce(sum(b.size), 0) from BlobEntity b")
    long bytes();
}
