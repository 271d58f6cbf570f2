package dev.davit.engine.lifecycle;

import org.springframework.stereotype.Component;

/** What can be done with containers that are there. */
@Component
public record Lifecycle(
        Starts starts,
        Stops stops,
        Restarts restarts,
        Pauses pauses,
        Updates updates,
        Removals removals,
        Pruning pruning,
        Terminals terminals) {}
