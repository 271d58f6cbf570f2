package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.Snapshot.AttachedVolume;
import dev.davit.contracts.storage.SnapshotSpec.VolumeMount;
import dev.davit.platform.database.Commits;
import dev.davit.storage.volume.Volumes;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Snapshots in the tables. */
@Component
class SnapshotStore {

    private final SnapshotRepository rows;
    private final Volumes volumes;
    private final Commits commits;
    private final TransactionTemplate transactions;

    SnapshotStore(SnapshotRepository rows, Volumes volumes, Commits commits, TransactionTemplate transactions) {
        this.rows = rows;
        this.volumes = volumes;
        this.commits = commits;
        this.transactions = transactions;
    }

    List<SnapshotRow> all() {
        return rows.findAll();
    }

    /** Adds a snapshot with its volumes, or nothing. */
    List<AttachedVolume> add(SnapshotRow row, List<VolumeMount> wanted) {
        if (wanted.isEmpty()) {
            commits.run(() -> insert(row));
            return List.of();
        }
        // Volumes are written through JPA, whose transaction the insert joins.
        return Objects.requireNonNull(transactions.execute(status -> {
            insert(row);
            return volumes.attach(row.id(), wanted);
        }));
    }

    private void insert(SnapshotRow row) {
        commits.jdbc()
                .update(
                        "insert into snapshots (id, image_id, layers, ephemeral, ids) values (?, ?, ?, ?, ?)",
                        row.id(),
                        row.imageId(),
                        row.layers(),
                        row.ephemeral(),
                        row.ids().text());
    }

    /** Removes a snapshot; its volumes are nobody's then. */
    void remove(String id) {
        commits.run(() -> commits.jdbc().update("delete from snapshots where id = ?", id));
    }
}
