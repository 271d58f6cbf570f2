package dev.davit.registry.manifest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the registry reads of a manifest of any kind; the bytes are kept as they came. */
record Document(
        @Nullable Integer schemaVersion,
        @Nullable String mediaType,
        @Nullable String artifactType,
        @Nullable Descriptor config,
        @Nullable List<Descriptor> layers,
        @Nullable List<Descriptor> manifests,
        @Nullable List<Descriptor> blobs,
        @Nullable Object fsLayers,
        @Nullable Descriptor subject,
        @Nullable Map<String, String> annotations) {

    /** A reference to another content. */
    record Descriptor(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable List<String> urls) {

        String type() {
            return mediaType == null ? "" : mediaType;
        }
    }

    /** As a filter on referrers sees it; null: it has none. */
    @Nullable String effectiveArtifactType(String type) {
        if (artifactType != null && !artifactType.isEmpty()) {
            return artifactType;
        }
        return MediaTypes.isImage(type) && config != null ? config.mediaType() : null;
    }
}
