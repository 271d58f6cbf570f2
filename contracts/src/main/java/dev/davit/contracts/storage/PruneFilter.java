package dev.davit.contracts.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a prune may remove.
 *
 * @param all images: also those with a name; volumes: also those with a name
 * @param labels {@code key} or {@code key=value}, all of which must be there
 * @param withoutLabels none of which may be there
 * @param until made before this; null: any time
 */
public record PruneFilter(
        boolean all,
        List<String> labels,
        List<String> withoutLabels,
        @Nullable Instant until) {}
