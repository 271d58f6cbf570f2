package dev.davit.network.sandbox;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Sandboxes, whose rows {@link SandboxStore} writes. */
interface SandboxRepository extends Repository<SandboxRow, String> {

    @Query("select s from SandboxRow s order by s.created")
    List<SandboxRow> all();
}
