package dev.davit.registry.cache;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sync of an upstream came to.
 *
 * @param finished null: it is under way
 * @param tags that are held as the upstream has them
 * @param manifests of these, with those of indexes and what refers to them
 * @param blobs that had to be fetched
 */
record SyncReport(
        String upstream,
        Instant started,
        @Nullable Instant finished,
        int tags,
        int manifests,
        int blobs,
        List<String> failures) {}
