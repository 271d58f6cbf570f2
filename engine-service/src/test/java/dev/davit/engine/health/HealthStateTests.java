package dev.davit.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.Healthcheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthStateTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void failuresOfTheStartPeriodDoNotCount() {
        HealthState state = new HealthState(START.plusSeconds(10), 1);
        assertThat(state.add(probe(5, 1))).isFalse();
        assertThat(state.view().status()).isEqualTo("starting");
        assertThat(state.add(probe(10, 1))).isTrue();
        assertThat(state.view().status()).isEqualTo("unhealthy");
    }

    @Test
    void oneSuccessMakesHealthyAndForgetsFailures() {
        HealthState state = new HealthState(START, 2);
        state.add(probe(1, 1));
        assertThat(state.view().failingStreak()).isEqualTo(1);
        assertThat(state.add(probe(2, 0))).isTrue();
        assertThat(state.view().failingStreak()).isZero();
        assertThat(state.add(probe(3, 1))).isFalse();
        assertThat(state.add(probe(4, 1))).isTrue();
        assertThat(state.view().status()).isEqualTo("unhealthy");
    }

    @Test
    void onlyTheLastFiveProbesAreKept() {
        HealthState state = new HealthState(START, 3);
        for (int second = 0; second < 8; second++) {
            state.add(probe(second, 0));
        }
        assertThat(state.view().log()).hasSize(5).first().isEqualTo(probe(3, 0));
    }

    @Test
    void scheduleHasDockersDefaults() {
        Schedule schedule = Schedule.of(
                new Healthcheck(List.of("CMD-SHELL", "curl -f localhost"), 0, 0, 0, 0, 0), List.of("/bin/sh", "-c"));
        assertThat(schedule)
                .isEqualTo(new Schedule(
                        List.of("/bin/sh", "-c", "curl -f localhost"),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        3));
        assertThat(Schedule.of(new Healthcheck(List.of("NONE"), 0, 0, 0, 0, 0), List.of()))
                .isNull();
    }

    private static ContainerState.Probe probe(int second, int code) {
        return new ContainerState.Probe(START.plusSeconds(second), START.plusSeconds(second), code, "");
    }
}
