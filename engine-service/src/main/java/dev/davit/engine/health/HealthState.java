package dev.davit.engine.health;

import dev.davit.contracts.engine.ContainerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What probes make of a container's health: unhealthy after so many failures in a row, outside the start period. */
final class HealthState {

    static final String STARTING = "starting";
    static final String HEALTHY = "healthy";
    static final String UNHEALTHY = "unhealthy";
    private static final int KEPT = 5;

    private final Instant settled;
    private final int retries;
    private final List<ContainerState.Probe> log = new ArrayList<>();
    private String status = STARTING;
    private int failures;

    /**
     * Of a container that has just started.
     *
     * @param settled end of the start period, until which failures do not count
     */
    HealthState(Instant settled, int retries) {
        this.settled = settled;
        this.retries = retries;
    }

    /** Takes a probe into account; whether the status changed. */
    boolean add(ContainerState.Probe probe) {
        String before = status;
        log.add(probe);
        if (log.size() > KEPT) {
            log.removeFirst();
        }
        if (probe.exitCode() == 0) {
            failures = 0;
            status = HEALTHY;
        } else if (!status.equals(STARTING) || !probe.start().isBefore(settled)) {
            failures++;
            if (failures >= retries) {
                status = UNHEALTHY;
            }
        }
        return !status.equals(before);
    }

    /** Whether probes come at the interval of the start. */
    boolean starting() {
        return status.equals(STARTING) && Instant.now().isBefore(settled);
    }

    ContainerState.Health view() {
        return new ContainerState.Health(status, failures, List.copyOf(log));
    }
}
