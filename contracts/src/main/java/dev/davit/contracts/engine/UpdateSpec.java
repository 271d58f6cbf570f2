package dev.davit.contracts.engine;

import org.jspecify.annotations.Nullable;

/** Limits and restart policy to change on an existing container; null keeps what is. */
public record UpdateSpec(
        @Nullable Resources resources, @Nullable RestartPolicy restart) {}
