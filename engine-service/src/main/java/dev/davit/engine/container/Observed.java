package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.network.Sandbox;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was last seen of a container.
 *
 * @param error why the last start failed; empty otherwise
 * @param stopped a client stopped it, so that no restart policy starts it again
 * @param sandbox how it is connected; null while it is not
 */
public record Observed(
        ContainerStatus status,
        int pid,
        int exitCode,
        String error,
        boolean oomKilled,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        int restartCount,
        boolean stopped,
        @Nullable Sandbox sandbox) {

    /** Of a container that never ran. */
    public static final Observed CREATED =
            new Observed(ContainerStatus.CREATED, 0, 0, "", false, null, null, 0, false, null);

    /** It has a process. */
    public boolean alive() {
        return status == ContainerStatus.RUNNING || status == ContainerStatus.PAUSED;
    }

    /** As Docker understands "running": it has a process, or will have one again without being asked. */
    public boolean running() {
        return alive() || status == ContainerStatus.RESTARTING;
    }

    /** Its process runs. */
    public Observed started(int newPid, Instant at, @Nullable Sandbox connection) {
        return new Observed(
                ContainerStatus.RUNNING, newPid, 0, "", false, at, finishedAt, restartCount, false, connection);
    }

    /** Its process could not be started. */
    public Observed failed(int code, String message) {
        return new Observed(status, 0, code, message, false, startedAt, finishedAt, restartCount, stopped, null);
    }

    /** Its process ended. */
    public Observed exited(int code, boolean oom, Instant at) {
        return new Observed(ContainerStatus.EXITED, 0, code, "", oom, startedAt, at, restartCount, stopped, null);
    }

    /** Its process ended, and it will start once more. */
    public Observed restarting(int code, boolean oom, Instant at) {
        return new Observed(
                ContainerStatus.RESTARTING, 0, code, "", oom, startedAt, at, restartCount + 1, stopped, null);
    }

    /** In another status. */
    public Observed as(ContainerStatus other) {
        return new Observed(
                other, pid, exitCode, error, oomKilled, startedAt, finishedAt, restartCount, stopped, sandbox);
    }

    /** With the restarts counted anew. */
    public Observed restartsForgotten() {
        return new Observed(status, pid, exitCode, error, oomKilled, startedAt, finishedAt, 0, stopped, sandbox);
    }

    /** A client asked it to stop. */
    public Observed stoppedByClient() {
        return new Observed(
                status, pid, exitCode, error, oomKilled, startedAt, finishedAt, restartCount, true, sandbox);
    }
}
