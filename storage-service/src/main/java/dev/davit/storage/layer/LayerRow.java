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

    @Column(name = "tar_size")
    private long tarSize;

    private boolean recipe;

    protected LayerRow() {}

    LayerRow(Layer layer) {
        this.diffId = layer.diffId();
        this.folder = layer.folder();
        this.size = layer.size();
        this.tarSize = layer.tarSize();
        this.recipe = layer.recipe();
    }

    @Override
    public String getId() {
        return diffId;
    }

    Layer layer() {
        return new Layer(diffId, folder, size, tarSize, recipe);
    }
}
