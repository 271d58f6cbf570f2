package dev.davit.contracts.storage;

import org.jspecify.annotations.Nullable;

/** One consequence of removing an image: a name taken off, or an image or layer deleted. */
public record ImageRemoval(
        @Nullable String untagged, @Nullable String deleted) {}
