package dev.davit.engine.lifecycle;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Outcome;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Observed;
import dev.davit.engine.container.Run;
import dev.davit.engine.container.RunListener;
import dev.davit.engine.container.StartListener;
import dev.davit.engine.event.EventDraft;
import dev.davit.engine.runtime.ExitRecord;
import dev.davit.engine.runtime.MonitorProcess;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Starts containers, and takes note of their exits. */
@Component
public class Starts {

    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private final Containers containers;
    private final Launcher launcher;
    private final Watcher watcher;
    private final Releaser releaser;
    private final RestartTimers timers;
    private final Removals removals;
    private final ObjectProvider<RunListener> listeners;

    Starts(
            Containers containers,
            Launcher launcher,
            Watcher watcher,
            Releaser releaser,
            RestartTimers timers,
            Removals removals,
            ObjectProvider<RunListener> listeners) {
        this.containers = containers;
        this.launcher = launcher;
        this.watcher = watcher;
        this.releaser = releaser;
        this.timers = timers;
        this.removals = removals;
        this.listeners = listeners;
    }

    /** Starts a container; unchanged when it runs. */
    public Outcome start(LiveContainer container) {
        container.lock().lock();
        try {
            ContainerStatus status = container.observed().status();
            if (status == ContainerStatus.PAUSED) {
                throw DavitException.conflict("cannot start a paused container, try unpause instead");
            }
            if (status == ContainerStatus.RUNNING || status == ContainerStatus.RESTARTING) {
                return new Outcome(false);
            }
            if (container.removing() || status == ContainerStatus.DEAD || status == ContainerStatus.REMOVING) {
                throw DavitException.conflict("container is marked for removal and cannot be started");
            }
            timers.cancel(container.id());
            launch(container, container.observed().restartsForgotten());
            return new Outcome(true);
        } finally {
            container.lock().unlock();
        }
    }

    private void launch(LiveContainer container, Observed before) {
        Attempt attempt = new Attempt(container);
        try {
            attempt.go(before);
        } catch (IOException | RuntimeFailure | RuntimeException cause) {
            attempt.undo();
            StartFailure failure = launcher.failure(cause);
            giveUp(container, before, failure);
            throw failure.failure();
        }
        listeners.forEach(listener -> listener.started(container, attempt.running()));
    }

    private void giveUp(LiveContainer container, Observed before, StartFailure failure) {
        container.takeStartListeners().forEach(StartListener::failed);
        releaser.release(container, true);
        Observed after = before.failed(failure.exitCode(), failure.failure().message());
        containers.observe(
                container,
                after.status() == ContainerStatus.RESTARTING ? after.as(ContainerStatus.EXITED) : after,
                List.of());
        container.tellFailure(before.status() == ContainerStatus.RESTARTING);
        if (container.definition().spec().autoRemove()) {
            removals.discard(container);
        }
    }

    /** Takes note of a run that another life of the engine started. */
    void adopt(LiveContainer container, Run run, RawConnection wait) {
        container.run(run);
        watcher.watch(container, run, wait, this::exited);
        listeners.forEach(listener -> listener.started(container, run));
    }

    /** Takes note of an exit. */
    void exited(LiveContainer container, Run run, ExitRecord exit, Watcher.Gone gone) {
        container.lock().lock();
        try {
            if (container.run() == run) {
                finish(container, run, exit, gone);
            }
        } finally {
            container.lock().unlock();
        }
    }

    private void finish(LiveContainer container, Run run, ExitRecord exit, Watcher.Gone gone) {
        Observed before = container.observed();
        boolean connected = before.sandbox() != null;
        boolean contended = Releaser.contended(before.sandbox());
        if (contended) {
            releaseEarly(container); // whoever is told may want the same port at once
        }
        boolean again = startsAgain(container, before, exit);
        boolean sandbox = connected && !contended;
        if (!again && container.definition().spec().autoRemove() && !container.restarting()) {
            // What it held goes while its exit is committed: the client waits for both.
            Removals.Removal removal = removals.begin(container, sandbox, gone);
            try {
                commitExit(container, run, before, exit, false);
            } finally {
                removal.end();
            }
        } else {
            commitExit(container, run, before, exit, again);
            gone.await();
            releaser.release(container, sandbox);
        }
        run.released().complete(null);
        if (again) {
            timers.schedule(container.id(), before.startedAt(), exit.finishedAt(), () -> restart(container));
        }
    }

    private void releaseEarly(LiveContainer container) {
        try {
            releaser.sandbox(container);
        } catch (RuntimeException failure) {
            LOG.warn("container {} keeps its network: {}", container.id(), failure.getMessage());
        }
    }

    private static boolean startsAgain(LiveContainer container, Observed before, ExitRecord exit) {
        RestartPolicy policy = container.definition().spec().restart();
        return !container.restarting() && RestartRules.afterExit(policy, before, exit.code());
    }

    /** Commits state and events, and tells of them. */
    private void commitExit(LiveContainer container, Run run, Observed before, ExitRecord exit, boolean again) {
        Observed after = again
                ? before.restarting(exit.code(), exit.oomKilled(), exit.finishedAt())
                : before.exited(exit.code(), exit.oomKilled(), exit.finishedAt());
        List<EventDraft> events = new ArrayList<>();
        if (exit.oomKilled()) {
            events.add(event(container, "oom", Map.of()));
        }
        String duration = Long.toString(Containers.secondsSince(before.startedAt(), exit.finishedAt()));
        events.add(
                event(container, "die", Map.of("exitCode", Integer.toString(exit.code()), "execDuration", duration)));
        events.addAll(NetworkEvents.of(container, before.sandbox(), "disconnect"));
        containers.observe(container, after, events);
        container.run(null);
        run.close();
        run.ended().complete(null);
        container.tellExit();
        listeners.forEach(listener -> listener.ended(container, run));
    }

    private void restart(LiveContainer container) {
        container.lock().lock();
        try {
            if (container.observed().status() == ContainerStatus.RESTARTING && !container.removing()) {
                launch(container, container.observed());
            }
        } catch (DavitException failure) {
            LOG.warn("container {} did not start again: {}", container.id(), failure.message());
        } finally {
            container.lock().unlock();
        }
    }

    /** Starts again what was about to be, when an earlier life of the engine ended. */
    void resume(LiveContainer container) {
        if (container.observed().status() == ContainerStatus.RESTARTING) {
            restart(container);
        } else {
            start(container);
        }
    }

    /** One try to start, with what it has made so far. */
    private final class Attempt {

        private final LiveContainer container;
        private @Nullable Run run;
        private @Nullable RawConnection wait;

        Attempt(LiveContainer container) {
            this.container = container;
        }

        void go(Observed before) throws IOException, RuntimeFailure {
            Launched launched = launcher.create(container);
            try (MonitorProcess process = launched.process()) {
                Run made = new Run(process.pid(), watcher.socket(container), launched.user());
                run = made;
                RawConnection waiting = made.monitor().await();
                wait = waiting;
                container.takeStartListeners().forEach(listener -> listener.created(made));
                long created = System.nanoTime();
                process.start();
                long started = System.nanoTime();
                List<EventDraft> events = new ArrayList<>(NetworkEvents.of(container, launched.sandbox(), "connect"));
                events.add(event(container, "start", Map.of()));
                containers.observe(container, before.started(made.pid(), Instant.now(), launched.sandbox()), events);
                container.run(made);
                watcher.watch(container, made, waiting, Starts.this::exited);
                LOG.debug(
                        "container {}: started in {} µs, committed in {}",
                        container.id(),
                        (started - created) / 1000,
                        (System.nanoTime() - started) / 1000);
            }
        }

        Run running() {
            Run made = run;
            if (made == null) {
                throw new IllegalStateException("container " + container.id() + " was not started");
            }
            return made;
        }

        // The process may run already, when it was the commit that failed.
        void undo() {
            Run made = run;
            try (RawConnection waiting = wait) {
                if (made != null) {
                    made.signal(dev.davit.engine.kernel.Signals.KILL);
                    made.close();
                }
                if (waiting != null) {
                    waiting.in().readAllBytes();
                }
            } catch (IOException failure) {
                LOG.debug("after a failed start of {}: {}", container.id(), failure.toString());
            }
        }
    }
}
