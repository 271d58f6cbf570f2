package dev.davit.registry.scrub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scrub has found so far.
 *
 * @param damaged the first hundreds of them
 * @param problem why it ended early; null: it did not
 */
record ScrubReport(
        Instant startedAt,
        @Nullable Instant endedAt,
        long blobs,
        long bytes,
        List<Damage> damaged,
        @Nullable String problem) {

    /** A blob that is as good as absent until somebody pushes it again, or that cannot be read. */
    record Damage(String digest, String problem) {}
}
