package dev.davit.storage.image;

import dev.davit.storage.blob.Document;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image about to be stored.
 *
 * @param config its configuration, byte for byte
 * @param staged layers of it that were unpacked; the others are known
 * @param names that shall point to it
 * @param manifest that it came with
 */
public record NewImage(
        Document config,
        List<StagedLayer> staged,
        List<Reference> names,
        @Nullable StoredManifest manifest) {

    /** A manifest, byte for byte. */
    public record StoredManifest(String mediaType, Document document) {}
}
