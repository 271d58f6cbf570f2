package dev.davit.engine.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.engine.container.Observed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartRulesTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Observed RAN = Observed.CREATED.started(1, START, null).exited(1, false, START);

    @Test
    void stoppedByClientStartsAgainOnlyWithAlwaysAndTheEngine() {
        RestartPolicy always = new RestartPolicy("always", 0);
        RestartPolicy unlessStopped = new RestartPolicy("unless-stopped", 0);
        Observed stopped = RAN.stoppedByClient();
        assertThat(RestartRules.afterExit(always, stopped, 1)).isFalse();
        assertThat(RestartRules.atStart(always, stopped)).isTrue();
        assertThat(RestartRules.atStart(unlessStopped, stopped)).isFalse();
        assertThat(RestartRules.atStart(unlessStopped, RAN)).isTrue();
    }

    @Test
    void onFailureStopsAtItsLimitAndAtSuccess() {
        RestartPolicy twice = new RestartPolicy("on-failure", 2);
        Observed once = RAN.restarting(1, false, START);
        assertThat(RestartRules.afterExit(twice, RAN, 1)).isTrue();
        assertThat(RestartRules.afterExit(twice, RAN, 0)).isFalse();
        assertThat(RestartRules.afterExit(twice, once, 1)).isTrue();
        assertThat(RestartRules.afterExit(twice, once.restarting(1, false, START), 1))
                .isFalse();
    }

    @Test
    void neverStartedIsNotStarted() {
        assertThat(RestartRules.atStart(new RestartPolicy("always", 0), Observed.CREATED))
                .isFalse();
    }

    @Test
    void delayDoublesToAMinuteAndStartsAnewAfterALongRun() {
        Duration delay = RestartRules.delay(null, START, START);
        assertThat(delay).hasMillis(100);
        assertThat(RestartRules.delay(delay, START, START.plusSeconds(1))).hasMillis(200);
        assertThat(RestartRules.delay(Duration.ofSeconds(50), START, START)).hasSeconds(60);
        assertThat(RestartRules.delay(Duration.ofSeconds(50), START, START.plusSeconds(10)))
                .hasMillis(100);
    }
}
