package dev.davit.storage.snapshot;

import dev.davit.storage.ids.IdMap;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;

/** A snapshot; its layers stand here too, since its image may be removed by force. */
@Entity
@Table(name = "snapshots")
class SnapshotRow {

    @Id
    @Column(length = 128)
    private String id = "";

    @Column(name = "image_id", length = 71)
    private String imageId = "";

    @Column(length = 20000)
    private String layers = "";

    private boolean ephemeral;

    @Column(length = 20000)
    private String ids = "";

    protected SnapshotRow() {}

    SnapshotRow(String id, String imageId, List<String> diffIds, boolean ephemeral, IdMap ids) {
        this.id = id;
        this.imageId = imageId;
        this.layers = String.join(",", diffIds);
        this.ephemeral = ephemeral;
        this.ids = ids.text();
    }

    String id() {
        return id;
    }

    String layers() {
        return layers;
    }

    String imageId() {
        return imageId;
    }

    boolean ephemeral() {
        return ephemeral;
    }

    IdMap ids() {
        return IdMap.parse(ids);
    }

    List<String> diffIds() {
        return layers.isEmpty() ? List.of() : List.of(layers.split(",", -1));
    }
}
