package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.ExitStatus;
import dev.davit.contracts.engine.WaitCondition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A container in memory: a copy of its row, which reading never has to ask for, and what only exists while the engine
 * runs. Whoever changes it holds its lock, and commits before the copy changes.
 */
public final class LiveContainer {

    private final String id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waiters waiters = new Waiters();
    private final List<StartListener> startListeners = new CopyOnWriteArrayList<>();
    private volatile String name;
    private volatile Definition definition;
    private volatile Observed observed;
    private volatile @Nullable Run run;
    private volatile ContainerState.@Nullable Health health;
    private volatile boolean removing;
    private volatile boolean restarting;

    LiveContainer(ContainerStore.Row row) {
        this.id = row.id();
        this.name = row.name();
        this.definition = row.definition();
        this.observed = row.observed();
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** Its name, without a slash. */
    public String name() {
        return name;
    }

    void name(String newName) {
        this.name = newName;
    }

    /** What it is to be. */
    public Definition definition() {
        return definition;
    }

    void definition(Definition newDefinition) {
        this.definition = newDefinition;
    }

    /** What was last seen of it. */
    public Observed observed() {
        return observed;
    }

    void observed(Observed newObserved) {
        this.observed = newObserved;
    }

    /** Held by whoever changes it. */
    public ReentrantLock lock() {
        return lock;
    }

    /** Its process, null when it has none. */
    public @Nullable Run run() {
        return run;
    }

    /** Sets or, by null, forgets its process. */
    public void run(@Nullable Run newRun) {
        this.run = newRun;
    }

    /** Outcome of its health check, null when it has none. */
    public ContainerState.@Nullable Health health() {
        return health;
    }

    /** Sets the outcome of its health check. */
    public void health(ContainerState.@Nullable Health newHealth) {
        this.health = newHealth;
    }

    /** It is being removed. */
    public boolean removing() {
        return removing;
    }

    /** Marks it as being removed. */
    public void removing(boolean now) {
        this.removing = now;
    }

    /** A client restarts it: it stops to start again, and is not removed in between. */
    public boolean restarting() {
        return restarting;
    }

    /** Marks it as being restarted by a client. */
    public void restarting(boolean now) {
        this.restarting = now;
    }

    /** A future of the condition, complete where it holds already. */
    public CompletableFuture<ExitStatus> await(WaitCondition condition) {
        CompletableFuture<ExitStatus> answer = waiters.register(condition);
        // Looked at after registering, so that an exit in between is not missed.
        Observed now = observed;
        boolean stopped = condition == WaitCondition.NOT_RUNNING && !now.running();
        boolean dead = condition == WaitCondition.REMOVED && now.status() == ContainerStatus.DEAD;
        if (stopped || dead) {
            answer.complete(status());
        }
        return answer;
    }

    /** Tells of its next process. */
    public void onStart(StartListener listener) {
        startListeners.add(listener);
    }

    /** No longer tells. */
    public void forget(StartListener listener) {
        startListeners.remove(listener);
    }

    /** Those who wait for its next process; they are forgotten by this. */
    public List<StartListener> takeStartListeners() {
        List<StartListener> taken = List.copyOf(startListeners);
        startListeners.removeAll(taken);
        return taken;
    }

    /** Tells waiters of its exit. */
    public void tellExit() {
        waiters.exited(status());
    }

    /** After a start that failed: tells of the exit where the container had been running until then. */
    public void tellFailure(boolean ran) {
        if (ran) {
            waiters.exited(status());
        }
    }

    /** Tells waiters of its removal, with everybody else who still waits. What it failed of before is history. */
    public void tellRemoval() {
        waiters.removed(new ExitStatus(observed.exitCode(), null));
    }

    private ExitStatus status() {
        Observed now = observed;
        return new ExitStatus(now.exitCode(), now.error().isEmpty() ? null : now.error());
    }
}
