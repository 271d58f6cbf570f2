package dev.davit.registry.manifest;

import dev.davit.registry.trust.Image;
import org.jspecify.annotations.Nullable;

/** A manifest as the database knows it; {@code size} in bytes. */
public record ManifestRef(
        long id,
        String digest,
        long size,
        String mediaType,
        @Nullable String artifactType) {

    Image image(String repository) {
        return new Image(repository, digest, size, mediaType);
    }
}
