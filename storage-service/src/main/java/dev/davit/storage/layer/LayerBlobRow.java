package dev.davit.storage.layer;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A compressed form of a layer. */
@Entity
@Table(name = "layer_blobs")
class LayerBlobRow extends Row {

    @Id
    @Column(length = 71)
    private String digest = "";

    @Column(name = "diff_id", length = 71)
    private String diffId = "";

    @Column(name = "media_type")
    private String mediaType = "";

    private long size;
    private boolean held;

    protected LayerBlobRow() {}

    LayerBlobRow(LayerBlob blob) {
        this.digest = blob.digest();
        this.diffId = blob.diffId();
        this.mediaType = blob.mediaType();
        this.size = blob.size();
        this.held = blob.held();
    }

    @Override
    public String getId() {
        return digest;
    }

    LayerBlob blob() {
        return new LayerBlob(digest, diffId, mediaType, size, held);
    }
}
