package dev.davit.storage.layer;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A repository that has a compressed layer, and from which another one can mount it. */
@Entity
@Table(name = "blob_sources")
class BlobSourceRow extends Row {

    @Id
    @Column(length = 700)
    private String source = "";

    @Column(length = 71)
    private String digest = "";

    @Column(length = 512)
    private String repository = "";

    protected BlobSourceRow() {}

    BlobSourceRow(String digest, String repository) {
        this.source = key(digest, repository);
        this.digest = digest;
        this.repository = repository;
    }

    static String key(String digest, String repository) {
        return digest + " " + repository;
    }

    @Override
    public String getId() {
        return source;
    }

    String repository() {
        return repository;
    }
}
