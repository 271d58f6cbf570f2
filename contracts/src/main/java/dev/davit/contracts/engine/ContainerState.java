package dev.davit.contracts.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Observed state of a container.
 *
 * @param pid on the host; 0 when not running
 * @param error why the last start failed; empty otherwise
 * @param startedAt null: never
 * @param finishedAt null: never
 */
public record ContainerState(
        ContainerStatus status,
        int pid,
        int exitCode,
        String error,
        boolean oomKilled,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Health health) {

    /** Outcome of the health check: {@code starting}, {@code healthy}, {@code unhealthy}. */
    public record Health(String status, int failingStreak, List<Probe> log) {}

    /** One run of the health check. */
    public record Probe(Instant start, Instant end, int exitCode, String output) {}
}
