package dev.davit.storage.image;

import dev.davit.storage.reference.Reference;
import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A name of an image: a repository with a tag, or with the digest by which it was pulled. */
@Entity
@Table(name = "image_names")
class ImageNameRow extends Row {

    @Id
    @Column(length = 700)
    private String name = "";

    @Column(length = 512)
    private String repository = "";

    @Column(name = "image_id", length = 71)
    private String imageId = "";

    protected ImageNameRow() {}

    ImageNameRow(Reference reference, String imageId) {
        this.name = reference.canonical();
        this.repository = reference.repository();
        this.imageId = imageId;
    }

    @Override
    public String getId() {
        return name;
    }

    String imageId() {
        return imageId;
    }

    String repository() {
        return repository;
    }

    void pointTo(String otherImage) {
        this.imageId = otherImage;
    }

    Reference reference() {
        return Reference.parse(name);
    }
}
