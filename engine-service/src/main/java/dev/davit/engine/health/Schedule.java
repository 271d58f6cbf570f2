package dev.davit.engine.health;

import dev.davit.contracts.engine.Healthcheck;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When and how a container is probed; Docker's defaults for what nobody said. */
record Schedule(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {

    /** Null: there is no health check. */
    static @Nullable Schedule of(@Nullable Healthcheck check, List<String> shell) {
        if (check == null || check.test().isEmpty() || check.test().getFirst().equals("NONE")) {
            return null;
        }
        List<String> words = check.test().subList(1, check.test().size());
        List<String> command = switch (check.test().getFirst()) {
            case "CMD" -> words;
            case "CMD-SHELL" -> join(shell, words);
            default -> List.of();
        };
        return command.isEmpty()
                ? null
                : new Schedule(
                        command,
                        either(check.interval(), Duration.ofSeconds(30)),
                        either(check.timeout(), Duration.ofSeconds(30)),
                        either(check.startPeriod(), Duration.ZERO),
                        either(check.startInterval(), Duration.ofSeconds(5)),
                        check.retries() == 0 ? 3 : check.retries());
    }

    private static List<String> join(List<String> shell, List<String> words) {
        List<String> command = new java.util.ArrayList<>(shell);
        command.add(String.join(" ", words));
        return List.copyOf(command);
    }

    private static Duration either(long nanos, Duration usual) {
        return nanos == 0 ? usual : Duration.ofNanos(nanos);
    }
}
