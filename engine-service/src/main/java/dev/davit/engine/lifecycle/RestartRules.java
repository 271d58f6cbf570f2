package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.engine.container.Observed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When an exited container starts again, as Docker has it. */
final class RestartRules {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONG_RUN = Duration.ofSeconds(10);

    private RestartRules() {}

    /** After an exit. */
    static boolean afterExit(RestartPolicy policy, Observed observed, int exitCode) {
        return !observed.stopped() && wants(policy, observed, exitCode);
    }

    /** When the engine starts and finds it stopped: {@code always} means also if a client stopped it. */
    static boolean atStart(RestartPolicy policy, Observed observed) {
        if (observed.startedAt() == null) {
            return false;
        }
        return policy.name().equals("always") || (!observed.stopped() && wants(policy, observed, observed.exitCode()));
    }

    private static boolean wants(RestartPolicy policy, Observed observed, int exitCode) {
        return switch (policy.name()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" ->
                exitCode != 0
                        && (policy.maximumRetryCount() == 0 || observed.restartCount() < policy.maximumRetryCount());
            default -> false;
        };
    }

    /** How long to wait: doubled each time, from anew after a long run. */
    static Duration delay(@Nullable Duration before, @Nullable Instant startedAt, Instant finishedAt) {
        boolean ranLong =
                startedAt != null && Duration.between(startedAt, finishedAt).compareTo(LONG_RUN) >= 0;
        if (before == null || ranLong) {
            return FIRST;
        }
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
