package dev.davit.engine.exec;

import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.engine.runtime.MonitorSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An exec in memory: a copy of its row, and its monitor. */
final class LiveExec {

    enum Phase {
        CREATED,
        STARTING,
        RUNNING,
        EXITED
    }

    private final String id;
    private final String containerId;
    private final ExecSpec spec;
    private final MonitorSocket monitor;
    private final AtomicReference<Phase> phase;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private volatile int pid;
    private volatile @Nullable Integer exitCode;

    LiveExec(String id, String containerId, ExecSpec spec, MonitorSocket monitor, Phase phase) {
        this.id = id;
        this.containerId = containerId;
        this.spec = spec;
        this.monitor = monitor;
        this.phase = new AtomicReference<>(phase);
    }

    String id() {
        return id;
    }

    String containerId() {
        return containerId;
    }

    ExecSpec spec() {
        return spec;
    }

    MonitorSocket monitor() {
        return monitor;
    }

    Phase phase() {
        return phase.get();
    }

    /** Takes it for a start; false when somebody else did. */
    boolean claim() {
        return phase.compareAndSet(Phase.CREATED, Phase.STARTING);
    }

    void running(int newPid) {
        pid = newPid;
        phase.set(Phase.RUNNING);
    }

    int pid() {
        return pid;
    }

    void exited(int code) {
        exitCode = code;
        phase.set(Phase.EXITED);
        ended.complete(code);
    }

    /** Its exit code, once that is committed. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    Exec view() {
        return new Exec(id, containerId, spec, phase.get() == Phase.RUNNING, pid, exitCode);
    }
}
