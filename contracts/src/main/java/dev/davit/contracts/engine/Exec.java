package dev.davit.contracts.engine;

import org.jspecify.annotations.Nullable;

/**
 * An exec and its state.
 *
 * @param id 64 hexadecimal digits
 * @param pid on the host; 0 before it started
 * @param exitCode null while it has not ended
 */
public record Exec(
        String id,
        String containerId,
        ExecSpec spec,
        boolean running,
        int pid,
        @Nullable Integer exitCode) {}
