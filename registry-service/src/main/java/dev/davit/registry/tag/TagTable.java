package dev.davit.registry.tag;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TagTable extends Repository<TagEntity, Long> {

    @Modifying
    @Query(
            value = "insert into tags (repository_id, name, manifest_id, updated_at)"
                    + " values (:repository, :name, :manifest, :now)",
            nativeQuery = true)
    void insert(long repository, String name, long manifest, Instant now);

    @Query("select t.manifestId from TagEntity t where t.repositoryId = :repository and t.name = :name")
    Optional<Long> target(long repository, String name);

    @Modifying
    @Query("update TagEntity t set t.manifestId = :manifest, t.updatedAt = :now"
            + " where t.repositoryId = :repository and t.name = :name")
    void move(long repository, String name, long manifest, Instant now);

    @Modifying
    @Query("delete from TagEntity t where t.repositoryId = :repository and t.name = :name")
    int delete(long repository, String name);

    @Query("select t.name from TagEntity t join ManifestEntity m on m.id = t.manifestId"
            + " where m.repositoryId = :repository and m.digest = :digest")
    List<String> of(long repository, String digest);

    @Query("select t.name from TagEntity t where t.repositoryId = :repository and t.name > :last order by t.name")
    List<String> names(long repository, String last, Limit limit);

    @Query("select count(t) from TagEntity t")
    long count();
}
