package dev.davit.storage.layer;

import dev.davit.storage.row.Row;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A whole layer. */
@Entity
@Table(name = "layers")
class LayerRow extends Row {

    @Id
    @Column(name = "diff_id", length = 71)
    private String diffId = "";

    private String folder = "";
    private long size;
    private boolean recipe;

    protected LayerRow() {}

    LayerRow(String diffId, String folder, long size, boolean recipe) {
        this.diffId = diffId;
        this.folder = folder;
        this.size = size;
        this.recipe = recipe;
    }

    @Override
    public String getId() {
        return diffId;
    }

    Layer layer() {
        return new Layer(diffId, folder, size, recipe);
    }
}
