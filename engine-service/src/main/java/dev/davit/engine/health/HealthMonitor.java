package dev.davit.engine.health;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.container.RunListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Probes each container that has a health check, from its start to its end, on a virtual thread. */
@Component
class HealthMonitor implements RunListener {

    // The image's SHELL is not part of the merged configuration.
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    private final Containers containers;
    private final Probes probes;

    HealthMonitor(Containers containers, Probes probes) {
        this.containers = containers;
        this.probes = probes;
    }

    @Override
    public void started(LiveContainer container, Run run) {
        Schedule schedule = Schedule.of(container.definition().spec().healthcheck(), SHELL);
        if (schedule == null) {
            container.health(null);
            return;
        }
        Instant begun = container.observed().startedAt();
        Instant settled = (begun == null ? Instant.now() : begun).plus(schedule.startPeriod());
        HealthState state = new HealthState(settled, schedule.retries());
        container.health(state.view());
        Thread.ofVirtual()
                .name("health-" + container.id().substring(0, 12))
                .start(() -> watch(container, run, schedule, state));
    }

    // The last outcome stays to be read, as Docker shows it.
    @Override
    public void ended(LiveContainer container, Run run) {
        ContainerState.Health last = container.health();
        if (last != null && !last.status().equals(HealthState.UNHEALTHY)) {
            container.health(new ContainerState.Health(HealthState.UNHEALTHY, last.failingStreak(), last.log()));
        }
    }

    private void watch(LiveContainer container, Run run, Schedule schedule, HealthState state) {
        try {
            while (!ends(run, state.starting() ? schedule.startInterval() : schedule.interval())) {
                if (container.observed().status() == ContainerStatus.RUNNING) {
                    take(container, run, state, probes.run(container, schedule));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(LiveContainer container, Run run, HealthState state, ContainerState.Probe probe) {
        if (run.ended().isDone()) {
            return; // it failed because the container ended
        }
        boolean changed = state.add(probe);
        ContainerState.Health view = state.view();
        container.health(view);
        if (changed) {
            containers.log(List.of(event(container, "health_status: " + view.status(), Map.of())));
        }
    }

    private static boolean ends(Run run, Duration after) throws InterruptedException {
        try {
            run.ended().get(after.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        } catch (ExecutionException failure) {
            return true;
        }
    }
}
