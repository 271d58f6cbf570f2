package dev.davit.contracts.storage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of an image's history, newest first.
 *
 * @param imageId of the image that the step made, where it is known; else {@code <missing>}
 */
public record HistoryEntry(
        String imageId, @Nullable Instant created, String createdBy, String comment, long size, List<String> tags) {}
