package dev.davit.engine.lifecycle;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Outcome;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Observed;
import dev.davit.engine.container.Run;
import dev.davit.engine.kernel.Signals;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signals to containers: stopping and killing them. */
@Component
public class Stops {

    private static final int PATIENCE = 10;
    private static final Duration AFTER_KILL = Duration.ofSeconds(12);

    private final Containers containers;
    private final OciRuntime runtime;
    private final RestartTimers timers;

    Stops(Containers containers, OciRuntime runtime, RestartTimers timers) {
        this.containers = containers;
        this.runtime = runtime;
        this.timers = timers;
    }

    /** Stops one; see the contract. */
    public Outcome stop(LiveContainer container, @Nullable String signal, @Nullable Integer timeout) {
        if (!container.observed().running()) {
            return new Outcome(false);
        }
        String wanted = signal == null || signal.isEmpty()
                ? container.definition().spec().stopSignal()
                : signal;
        Run run = deliver(container, Signals.parse(wanted, Signals.TERM));
        if (run != null && !ends(run, patience(container, timeout))) {
            deliver(container, Signals.KILL);
            if (!ends(run, AFTER_KILL)) {
                throw DavitException.internal(
                        "cannot stop container: " + container.name()
                                + ": tried to kill container, but did not receive an exit event",
                        null);
            }
        }
        containers.log(List.of(event(container, "stop", Map.of())));
        return new Outcome(true);
    }

    private static @Nullable Duration patience(LiveContainer container, @Nullable Integer timeout) {
        Integer own = container.definition().spec().stopTimeout();
        int seconds = timeout != null ? timeout : own != null ? own : PATIENCE;
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    /** Sends a signal; SIGKILL also waits for the end. */
    public void kill(LiveContainer container, @Nullable String signal) {
        int number = Signals.parse(signal, Signals.KILL);
        if (!container.observed().running()) {
            throw DavitException.conflict(
                    "cannot kill container: " + container.name() + ": container " + container.id() + " is not running");
        }
        if (number == Signals.KILL) {
            end(container);
        } else {
            deliver(container, number);
        }
    }

    /** Kills it and waits until everything that its process held is let go of. */
    void end(LiveContainer container) {
        Run run = deliver(container, Signals.KILL);
        if (run != null && !ends(run, AFTER_KILL)) {
            throw DavitException.internal("tried to kill container, but did not receive an exit event", null);
        }
    }

    /** The run that got the signal; null when there was none, only a restart that was due. */
    private @Nullable Run deliver(LiveContainer container, int signal) {
        container.lock().lock();
        try {
            Observed observed = container.observed();
            Run run = container.run();
            if (observed.status() == ContainerStatus.RESTARTING) {
                timers.cancel(container.id());
                containers.observe(
                        container,
                        observed.stoppedByClient()
                                .exited(observed.exitCode(), observed.oomKilled(), finished(observed)),
                        List.of());
                return null;
            }
            if (run == null || !observed.alive()) {
                return run;
            }
            containers.observe(
                    container,
                    observed.stoppedByClient(),
                    List.of(event(container, "kill", Map.of("signal", Integer.toString(signal)))));
            send(container, run, signal, observed.status() == ContainerStatus.PAUSED);
            return run;
        } finally {
            container.lock().unlock();
        }
    }

    private static Instant finished(Observed observed) {
        return observed.finishedAt() == null ? Instant.now() : observed.finishedAt();
    }

    // A frozen process takes no signal: it is thawed after it was sent.
    private void send(LiveContainer container, Run run, int signal, boolean frozen) {
        try {
            run.signal(signal);
            if (frozen) {
                runtime.resume(container.id());
            }
        } catch (IOException | RuntimeFailure failure) {
            throw DavitException.internal(
                    "Cannot kill container " + container.id() + ": " + failure.getMessage(), failure);
        }
    }

    private static boolean ends(Run run, @Nullable Duration patience) {
        try {
            if (patience == null) {
                run.released().get();
            } else {
                run.released().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException failure) {
            throw DavitException.internal("the exit was not handled: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw DavitException.unavailable("the engine is stopping", interrupted);
        }
    }
}
