package dev.davit.storage.distribution;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Content by its digest (OCI image-spec, descriptor).
 *
 * @param digest {@code sha256:…} or {@code sha512:…}, checked
 * @param size bytes
 * @param platform of a manifest in an index; null where not said
 * @param urls of foreign layers: kept, never fetched
 * @param artifactType empty where not said
 */
public record Descriptor(
        String mediaType,
        String digest,
        long size,
        @Nullable Platform platform,
        List<String> urls,
        Map<String, String> annotations,
        String artifactType) {

    /** Content and nothing more. */
    public static Descriptor of(String mediaType, String digest, long size) {
        return new Descriptor(mediaType, digest, size, null, List.of(), Map.of(), "");
    }

    /** Whether registries need not have it: base layers of Windows. */
    public boolean foreign() {
        return MediaTypes.isForeignLayer(mediaType);
    }
}
