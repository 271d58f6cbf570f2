package dev.davit.registry.repository;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RepositoryTable extends Repository<RepositoryEntity, Long> {

    @Query("select r.id from RepositoryEntity r where r.name = :name")
    Optional<Long> findId(String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select r from RepositoryEntity r where r.name = :name")
    Optional<RepositoryEntity> lock(String name);

    @Modifying
    @Query(
            value = "insert into repositories (name, created_at) values (:name, :now) on conflict do nothing",
            nativeQuery = true)
    void insert(String name, Instant now);

    @Query("select r.name from RepositoryEntity r where r.name > :last order by r.name")
    List<String> names(String last, Limit limit);

    @Query("select r.name from RepositoryEntity r where r.name > :last and locate(:part, r.name) > 0 order by r.name")
    List<String> search(String part, String last, Limit limit);

    @Query("select count(r) from RepositoryEntity r")
    long count();
}
