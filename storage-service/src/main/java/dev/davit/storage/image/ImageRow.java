package dev.davit.storage.image;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An image; what it is stands in the blob of its id. */
@Entity
@Table(name = "images")
class ImageRow extends Row {

    @Id
    @Column(length = 71)
    private String id = "";

    @Column(length = 20000)
    private String layers = "";

    private long size;

    @Column(name = "last_tagged")
    private @Nullable Instant lastTagged;

    protected ImageRow() {}

    ImageRow(String id, List<String> diffIds, long size, @Nullable Instant lastTagged) {
        this.id = id;
        this.layers = String.join(",", diffIds);
        this.size = size;
        this.lastTagged = lastTagged;
    }

    @Override
    public String getId() {
        return id;
    }

    List<String> diffIds() {
        return layers.isEmpty() ? List.of() : List.of(layers.split(",", -1));
    }

    long size() {
        return size;
    }

    @Nullable Instant lastTagged() {
        return lastTagged;
    }

    void tagged(Instant when) {
        this.lastTagged = when;
    }
}
