package dev.davit.engine.exec;

import dev.davit.contracts.engine.ExecSpec;
import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.attach.DetachKeys;
import dev.davit.engine.attach.Pump;
import dev.davit.engine.bundle.Bundles;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.kernel.ProcessDescriptor;
import dev.davit.engine.kernel.Signals;
import dev.davit.engine.runtime.MonitorProcess;
import dev.davit.engine.runtime.MonitorSocket;
import dev.davit.engine.runtime.MonitorSpec;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Starts execs, attached or not. */
@Component
public class ExecStarts {

    private static final Logger LOG = LoggerFactory.getLogger(ExecStarts.class);

    private final Execs execs;
    private final OciRuntime runtime;
    private final Bundles bundles;
    private final StorageApi storage;
    private final EnginePaths paths;
    private final JsonMapper json;

    ExecStarts(
            Execs execs, OciRuntime runtime, Bundles bundles, StorageApi storage, EnginePaths paths, JsonMapper json) {
        this.execs = execs;
        this.runtime = runtime;
        this.bundles = bundles;
        this.storage = storage;
        this.paths = paths;
        this.json = json;
    }

    /** Whether an exec has a terminal. */
    public boolean tty(String id) {
        return execs.find(id).spec().tty();
    }

    /** Starts an exec with nobody attached. */
    public void start(String id) {
        start(claim(id), 0, 0, null);
    }

    /** Runs an exec and answers its exit code; its output goes to {@code out}, framed. */
    public int run(String id, OutputStream out) throws IOException {
        LiveExec exec = claim(id);
        RawConnection connection =
                start(exec, 0, 0, new MonitorSocket.Attachment(false, true, true, java.util.List.of()));
        if (connection != null) {
            try (connection) {
                connection.in().transferTo(out);
            }
        }
        return exec.ended().join();
    }

    /** Kills an exec, if it runs. */
    public void kill(String id) {
        LiveExec exec = execs.find(id);
        Integer pid = exec.phase() == LiveExec.Phase.RUNNING ? exec.monitor().pid(json) : null;
        if (pid == null || pid == 0) {
            return;
        }
        try (ProcessDescriptor process = ProcessDescriptor.open(pid)) {
            if (pid.equals(exec.monitor().pid(json))) { // still the monitor's child, hence what the descriptor holds
                process.signal(Signals.KILL);
            }
        } catch (IOException ended) {
            LOG.debug("exec {} ended just now", id);
        }
    }

    /** What to do with the connection of a client that starts an exec; {@code rows} 0: its own. */
    public HijackedConnection.Conversation open(String id, int rows, int columns) {
        LiveExec exec = claim(id);
        ExecSpec spec = exec.spec();
        MonitorSocket.Attachment attachment = new MonitorSocket.Attachment(
                spec.attachStdin(),
                spec.attachStdout(),
                spec.attachStderr(),
                DetachKeys.parse(spec.detachKeys(), spec.tty()));
        return (in, out) -> converse(exec, rows, columns, attachment, in, out);
    }

    private LiveExec claim(String id) {
        LiveExec exec = execs.find(id);
        Execs.checkRunning(execs.container(exec));
        if (!exec.claim()) {
            throw DavitException.conflict(
                    exec.phase() == LiveExec.Phase.EXITED
                            ? "exec command " + id + " has already run"
                            : "exec command " + id + " is already running");
        }
        return exec;
    }

    private void converse(
            LiveExec exec, int rows, int columns, MonitorSocket.Attachment attachment, InputStream in, OutputStream out)
            throws IOException {
        try {
            RawConnection monitor = start(exec, rows, columns, attachment);
            if (monitor != null) {
                Pump.run(in, out, monitor);
                awaitExit(exec);
            }
        } catch (DavitException failure) {
            out.write(Complaint.of(failure.message(), exec.spec().tty())); // the 101 is out: it goes where output goes
            out.flush();
        }
    }

    // The client asks for the exit code as soon as its connection ends, unless it detached.
    private void awaitExit(LiveExec exec) {
        Integer pid = exec.ended().isDone() ? null : exec.monitor().pid(json);
        if (pid != null && pid > 0) {
            return;
        }
        try {
            exec.ended().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException late) {
            LOG.warn("the end of exec {} is not known yet", exec.id());
        }
    }

    /** Starts it; answers the connection of the attachment, null when none was asked for. */
    private @Nullable RawConnection start(
            LiveExec exec, int rows, int columns, MonitorSocket.@Nullable Attachment attachment) {
        try {
            return launch(exec, rows, columns, attachment);
        } catch (RuntimeFailure failure) {
            RuntimeFailure.Verdict verdict = ExecFailure.of(failure);
            execs.ended(exec, verdict.exitCode());
            EnginePaths.remove(paths.exec(exec.id()));
            throw verdict.failure();
        } catch (IOException failure) {
            execs.ended(exec, 126);
            EnginePaths.remove(paths.exec(exec.id()));
            throw DavitException.internal("cannot start exec " + exec.id() + ": " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            execs.ended(exec, 126);
            throw failure;
        }
    }

    private @Nullable RawConnection launch(
            LiveExec exec, int rows, int columns, MonitorSocket.@Nullable Attachment attachment)
            throws IOException, RuntimeFailure {
        LiveContainer container = execs.container(exec);
        ExecSpec spec = exec.spec();
        Path folder = paths.exec(exec.id());
        EnginePaths.make(folder);
        bundles.write(folder, container.definition(), spec, user(container, spec));
        MonitorSpec monitor = new MonitorSpec(
                exec.id(),
                folder,
                container.id(),
                null,
                spec.tty(),
                spec.attachStdin(),
                true,
                rows > 0 ? rows : spec.consoleRows(),
                columns > 0 ? columns : spec.consoleColumns());
        RawConnection connection = null;
        try (MonitorProcess process = runtime.create(monitor)) {
            RawConnection wait = exec.monitor().await();
            connection = attachment == null ? null : exec.monitor().attach(attachment);
            process.start();
            execs.running(exec, process.pid(), wait);
            return connection;
        } catch (IOException | RuntimeFailure | RuntimeException failure) {
            if (connection != null) {
                connection.close();
            }
            throw failure;
        }
    }

    private UserIds user(LiveContainer container, ExecSpec spec) {
        Run run = container.run();
        UserIds known = run == null ? null : run.user();
        if (spec.user().isEmpty() && known != null) {
            return known;
        }
        String own = container.definition().spec().process().user();
        String user = spec.user().isEmpty() ? own : spec.user();
        return storage.user(
                container.id(),
                new MountRequest(
                        user.isEmpty() ? null : user,
                        container.definition().spec().security().groupAdd()));
    }

    /** Sets the size of an exec's terminal. */
    public void resize(String id, int rows, int columns) {
        LiveExec exec = execs.find(id);
        if (exec.phase() != LiveExec.Phase.RUNNING) {
            throw DavitException.conflict("exec process is not started");
        }
        try {
            exec.monitor().resize(rows, columns);
        } catch (IOException failure) {
            throw DavitException.internal("cannot resize exec " + id + ": " + failure.getMessage(), failure);
        }
    }
}
