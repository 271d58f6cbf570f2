package dev.davit.engine.container;

import static dev.davit.contracts.engine.ContainerStatus.CREATED;
import static dev.davit.contracts.engine.ContainerStatus.DEAD;
import static dev.davit.contracts.engine.ContainerStatus.EXITED;
import static dev.davit.contracts.engine.ContainerStatus.PAUSED;
import static dev.davit.contracts.engine.ContainerStatus.REMOVING;
import static dev.davit.contracts.engine.ContainerStatus.RESTARTING;
import static dev.davit.contracts.engine.ContainerStatus.RUNNING;

import dev.davit.contracts.engine.ContainerStatus;
import java.util.Map;
import java.util.Set;

/** Which status may follow which. None leads back to CREATED, and nothing follows a removal but being dead. */
final class Transitions {

    private static final Map<ContainerStatus, Set<ContainerStatus>> ALLOWED = Map.of(
            CREATED, Set.of(RUNNING, EXITED, REMOVING, DEAD),
            RUNNING, Set.of(PAUSED, EXITED, RESTARTING, REMOVING, DEAD),
            PAUSED, Set.of(RUNNING, EXITED, RESTARTING, REMOVING, DEAD),
            RESTARTING, Set.of(RUNNING, EXITED, REMOVING, DEAD),
            EXITED, Set.of(RUNNING, RESTARTING, REMOVING, DEAD),
            REMOVING, Set.of(DEAD),
            DEAD, Set.of(REMOVING));

    private Transitions() {}

    static void check(ContainerStatus from, ContainerStatus to, String id) {
        if (from != to && !ALLOWED.getOrDefault(from, Set.of()).contains(to)) {
            throw new IllegalStateException("container " + id + " cannot go from " + from + " to " + to);
        }
    }
}
