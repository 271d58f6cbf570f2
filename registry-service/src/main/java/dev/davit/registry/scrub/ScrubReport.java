package dev.davit.registry.scrub;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scrub has found so far.
 *
 * @param damaged the first hundreds of them
 */
record ScrubReport(Instant startedAt, @Nullable Instant endedAt, long blobs, long bytes, List<Damage> damaged) {

    /** A blob that is as good as absent until somebody pushes it again. */
    record Damage(String digest, String problem) {}
}
