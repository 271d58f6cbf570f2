package dev.davit.storage.snapshot;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface SnapshotRepository extends JpaRepository<SnapshotRow, String> {

    /** Without reading the row first. */
    @Modifying
    @Query("delete from SnapshotRow s where s.id = :id")
    void remove(String id);
}
