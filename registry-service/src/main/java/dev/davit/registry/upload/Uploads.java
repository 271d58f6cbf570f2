package dev.davit.registry.upload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface Uploads extends Repository<UploadEntity, String> {

    @Transactional
    @Modifying
    @Query(
            value = "insert into uploads (id, repository, algorithm, owner, created_at)"
                    + " values (:id, :repository, :algorithm, :owner, :now)",
            nativeQuery = true)
    void insert(String id, String repository, String algorithm, String owner, Instant now);

    Optional<UploadEntity> findById(String id);

    @Query("select u.id from UploadEntity u")
    List<String> ids();

    @Query("select u.id from UploadEntity u where u.createdAt < :before")
    List<String> idsBefore(Instant before);

    @Transactional
    @Modifying
    @Query("delete from UploadEntity u where u.id = :id")
    void delete(String id);
}
