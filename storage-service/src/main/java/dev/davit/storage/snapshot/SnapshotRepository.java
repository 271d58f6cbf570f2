package dev.davit.storage.snapshot;

import java.util.List;
import org.springframework.data.repository.Repository;

/** Snapshots, whose rows {@link SnapshotStore} writes. */
interface SnapshotRepository extends Repository<SnapshotRow, String> {

    /** Every one. */
    List<SnapshotRow> findAll();
}
