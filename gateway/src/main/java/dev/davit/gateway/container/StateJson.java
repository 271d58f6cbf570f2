package dev.davit.gateway.container;

import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a container, for programs and in words. */
final class StateJson {

    private StateJson() {}

    static Map<String, @Nullable Object> of(ContainerState state) {
        ContainerStatus status = state.status();
        Json json = Json.object()
                .put("Status", name(status))
                .put("Running", isRunning(status))
                .put("Paused", status == ContainerStatus.PAUSED)
                .put("Restarting", status == ContainerStatus.RESTARTING)
                .put("OOMKilled", state.oomKilled())
                .put("Dead", status == ContainerStatus.DEAD)
                .put("Pid", state.pid())
                .put("ExitCode", state.exitCode())
                .put("Error", state.error())
                .put("StartedAt", Times.text(state.startedAt()))
                .put("FinishedAt", Times.text(state.finishedAt()));
        ContainerState.Health health = state.health();
        return health == null ? json.map() : json.put("Health", health(health)).map();
    }

    private static Json health(ContainerState.Health health) {
        return Json.object()
                .put("Status", health.status())
                .put("FailingStreak", health.failingStreak())
                .put(
                        "Log",
                        health.log().stream()
                                .map(probe -> Json.object()
                                        .put("Start", Times.text(probe.start()))
                                        .put("End", Times.text(probe.end()))
                                        .put("ExitCode", probe.exitCode())
                                        .put("Output", probe.output())
                                        .map())
                                .toList());
    }

    static String name(ContainerStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    // As dockerd: a paused container runs, and so does one that is about to start again.
    static boolean isRunning(ContainerStatus status) {
        return status == ContainerStatus.RUNNING
                || status == ContainerStatus.PAUSED
                || status == ContainerStatus.RESTARTING;
    }

    /** {@code Up 3 seconds (healthy)}, {@code Exited (0) 2 minutes ago}. */
    static String words(ContainerState state, Instant now) {
        return switch (state.status()) {
            case RUNNING -> up(state, now) + healthWords(state.health());
            case PAUSED -> up(state, now) + " (Paused)";
            case RESTARTING -> "Restarting (" + state.exitCode() + ") " + since(state.finishedAt(), now) + " ago";
            case REMOVING -> "Removal In Progress";
            case DEAD -> "Dead";
            case CREATED -> "Created";
            case EXITED -> state.startedAt() == null && state.finishedAt() == null ? "Created" : exited(state, now);
        };
    }

    private static String up(ContainerState state, Instant now) {
        return "Up " + since(state.startedAt(), now);
    }

    private static String exited(ContainerState state, Instant now) {
        return state.finishedAt() == null
                ? ""
                : "Exited (" + state.exitCode() + ") " + since(state.finishedAt(), now) + " ago";
    }

    private static String since(@Nullable Instant time, Instant now) {
        return Times.human(time == null ? Duration.ZERO : Duration.between(time, now));
    }

    private static String healthWords(ContainerState.@Nullable Health health) {
        if (health == null || health.status().isEmpty() || health.status().equals("none")) {
            return "";
        }
        return health.status().equals("starting") ? " (health: starting)" : " (" + health.status() + ")";
    }
}
