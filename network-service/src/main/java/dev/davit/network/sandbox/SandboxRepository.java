package dev.davit.network.sandbox;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sandboxes. */
interface SandboxRepository extends Repository<SandboxRow, String> {

    SandboxRow save(SandboxRow row);

    Optional<SandboxRow> findById(String id);

    @Query("select s from SandboxRow s order by s.created")
    List<SandboxRow> all();

    @Modifying
    @Query("delete from SandboxRow s where s.id = :id")
    int remove(String id);
}
