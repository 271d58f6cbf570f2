package dev.davit.registry.blob;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The tables of blobs and of their links to repositories. */
interface Blobs extends Repository<BlobEntity, Long> {

    String REF = "select new dev.davit.registry.blob.BlobRef(b.id, b.digest, b.size, b.object) from BlobEntity b ";

    @Query(REF + "where b.digest = :digest")
    Optional<BlobRef> find(String digest);

    @Query(REF
            + "join BlobLinkEntity l on l.blobId = b.id join RepositoryEntity r on r.id = l.repositoryId"
            + " where r.name = :repository and b.digest = :digest")
    Optional<BlobRef> findIn(String repository, String digest);

    @Query(REF + "join BlobLinkEntity l on l.blobId = b.id where l.repositoryId = :repository and b.digest in :digests")
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
    @Query(
            value = "insert into repository_blobs (repository_id, blob_id, created_at)"
                    + " values (:repository, :blob, :now) on conflict do nothing",
            nativeQuery = true)
    void link(long repository, long blob, Instant now);

    @Modifying
    @Query("delete from BlobLinkEntity l where l.repositoryId = :repository and l.blobId = :blob")
    int unlink(long repository, long blob);

    @Query("select count(b) from BlobEntity b")
    long count();

    @Query("select coalesce(sum(b.size), 0) from BlobEntity b")
    long bytes();
}
