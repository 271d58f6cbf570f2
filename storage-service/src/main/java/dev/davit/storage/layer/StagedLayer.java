package dev.davit.storage.layer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A layer that is unpacked, and no layer yet: one of {@link LayerStore#add} and {@link LayerStore#discard} must follow.
 *
 * @param blob the compressed form that it came in
 * @param blobFile where that lies, not yet a blob
 */
public record StagedLayer(
        Layer layer, @Nullable LayerBlob blob, @Nullable Path blobFile) {

    /** Its diff id. */
    public String diffId() {
        return layer.diffId();
    }
}
