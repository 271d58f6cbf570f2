package dev.davit.storage.image;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A manifest that an image came with, kept so that a push gives the same digest again. */
@Entity
@Table(name = "image_manifests")
class ImageManifestRow extends Row {

    @Id
    @Column(length = 71)
    private String digest = "";

    @Column(name = "image_id", length = 71)
    private String imageId = "";

    @Column(name = "media_type")
    private String mediaType = "";

    protected ImageManifestRow() {}

    ImageManifestRow(String digest, String imageId, String mediaType) {
        this.digest = digest;
        this.imageId = imageId;
        this.mediaType = mediaType;
    }

    @Override
    public String getId() {
        return digest;
    }

    String mediaType() {
        return mediaType;
    }
}
