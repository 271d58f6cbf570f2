package dev.davit.contracts.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image of the host.
 *
 * @param id {@code sha256:…} of its configuration
 * @param tags {@code repository:tag} in familiar form ({@code busybox:latest}, {@code localhost:5000/t/busybox:latest})
 * @param digests {@code repository@sha256:…} in familiar form
 * @param created null where the image does not say
 * @param size bytes of all layers, unpacked
 * @param layers diff ids, base first
 * @param chainId of the topmost layer; empty for an image without layers
 * @param containers ids of the containers made of it
 */
public record Image(
        String id,
        List<String> tags,
        List<String> digests,
        @Nullable Instant created,
        String architecture,
        String os,
        String variant,
        String author,
        String comment,
        ImageConfig config,
        long size,
        List<String> layers,
        String chainId,
        @Nullable Instant lastTagged,
        String driver,
        List<String> containers) {}
