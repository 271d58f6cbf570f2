package dev.davit.engine.exec;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.runtime.ExitRecord;
import dev.davit.engine.runtime.MonitorSocket;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.RawConnection;
import dev.davit.platform.id.Ids;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Every exec of the host. */
@Component
public class Execs {

    private static final Logger LOG = LoggerFactory.getLogger(Execs.class);
    private static final int MANY = 256;

    private final ExecStore store;
    private final Containers containers;
    private final EnginePaths paths;
    private final JsonMapper json;
    private final Map<String, LiveExec> byId = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    Execs(ExecStore store, Containers containers, EnginePaths paths, JsonMapper json) {
        this.store = store;
        this.containers = containers;
        this.paths = paths;
        this.json = json;
    }

    /** Makes an exec. Conflict: the container does not run. */
    public Exec create(LiveContainer container, ExecSpec spec) {
        checkRunning(container);
        if (spec.command().isEmpty()) {
            throw DavitException.invalid("no exec command specified");
        }
        purge();
        String id = Ids.random();
        LiveExec exec = new LiveExec(id, container.id(), spec, socket(id), LiveExec.Phase.CREATED);
        store.insert(exec, event(container, "exec_create: " + String.join(" ", spec.command()), attributes(exec)));
        byId.put(id, exec);
        return exec.view();
    }

    private MonitorSocket socket(String id) {
        return new MonitorSocket(EnginePaths.socket(paths.exec(id)));
    }

    static void checkRunning(LiveContainer container) {
        ContainerStatus status = container.observed().status();
        if (status == ContainerStatus.PAUSED) {
            throw DavitException.conflict(
                    "Container " + container.id() + " is paused, unpause the container before exec");
        }
        if (status == ContainerStatus.RESTARTING) {
            throw DavitException.conflict(
                    "Container " + container.id() + " is restarting, wait until the container is running");
        }
        if (status != ContainerStatus.RUNNING) {
            throw DavitException.conflict("container " + container.id() + " is not running");
        }
    }

    // Rows go with their container; the copies in memory when there are many.
    private void purge() {
        if (byId.size() > MANY) {
            byId.values().removeIf(exec -> containers.byId(exec.containerId()) == null);
        }
    }

    /** An exec. */
    public Exec view(String id) {
        return find(id).view();
    }

    LiveExec find(String id) {
        LiveExec exec = byId.get(id);
        if (exec == null || containers.byId(exec.containerId()) == null) {
            throw DavitException.notFound("No such exec instance: " + id);
        }
        return exec;
    }

    /** Ids of a container's execs that run or are about to. */
    public List<String> of(String containerId) {
        return byId.values().stream()
                .filter(exec -> exec.containerId().equals(containerId) && exec.phase() != LiveExec.Phase.EXITED)
                .map(LiveExec::id)
                .toList();
    }

    LiveContainer container(LiveExec exec) {
        return containers.find(exec.containerId());
    }

    /** Commits that it runs, and waits for its end. */
    void running(LiveExec exec, int pid, RawConnection wait) {
        LiveContainer container = container(exec);
        store.observe(
                exec,
                LiveExec.Phase.RUNNING,
                pid,
                null,
                event(container, "exec_start: " + String.join(" ", exec.spec().command()), attributes(exec)));
        exec.running(pid);
        watch(exec, wait);
    }

    private void watch(LiveExec exec, RawConnection wait) {
        Thread.ofVirtual().name("exec-" + exec.id().substring(0, 12)).start(() -> {
            try (wait) {
                String line = MonitorSocket.readLine(wait.in());
                if (stopping) {
                    return; // the next life of the engine finds it
                }
                ExitRecord exit = line == null ? null : ExitRecord.parse(line, json);
                exited(exec, exit);
                wait.in().skipNBytes(Long.MAX_VALUE);
            } catch (IOException gone) {
                LOG.trace("monitor of exec {} is gone", exec.id());
            } catch (RuntimeException failure) {
                LOG.error("the exit of exec {} was not kept", exec.id(), failure);
            } finally {
                if (!stopping) {
                    EnginePaths.remove(paths.exec(exec.id()));
                }
            }
        });
    }

    /** Commits that it has ended; null: find out how. */
    void exited(LiveExec exec, @Nullable ExitRecord seen) {
        ExitRecord kept = seen == null ? ExitRecord.read(EnginePaths.exitFile(paths.exec(exec.id())), json) : seen;
        ExitRecord exit = kept == null ? ExitRecord.unseen() : kept;
        ended(exec, exit.code());
    }

    /** Commits its exit code. */
    void ended(LiveExec exec, int code) {
        LiveContainer container = containers.byId(exec.containerId());
        Map<String, String> attributes = Map.of("execID", exec.id(), "exitCode", Integer.toString(code));
        try {
            store.observe(
                    exec,
                    LiveExec.Phase.EXITED,
                    exec.pid(),
                    code,
                    container == null ? null : event(container, "exec_die", attributes));
        } finally {
            exec.exited(code);
        }
    }

    private static Map<String, String> attributes(LiveExec exec) {
        return Map.of("execID", exec.id());
    }

    /** The engine ends: exits are left to its next life. */
    void stop() {
        stopping = true;
    }

    /** Reads the table, and takes over what runs. */
    void load() {
        for (ExecEntity row : store.all()) {
            LiveExec exec = new LiveExec(row.id(), row.containerId(), store.spec(row), socket(row.id()), row.phase());
            byId.put(row.id(), exec);
            Integer code = row.exitCode();
            if (row.phase() == LiveExec.Phase.EXITED && code != null) {
                exec.exited(code);
            } else if (row.phase() != LiveExec.Phase.CREATED) {
                adopt(exec);
            }
        }
    }

    private void adopt(LiveExec exec) {
        Integer pid = exec.monitor().pid(json);
        if (pid == null || pid == 0) {
            exited(exec, null);
            return;
        }
        try {
            exec.running(pid);
            watch(exec, exec.monitor().await());
        } catch (IOException ended) {
            exited(exec, null);
        }
    }
}
