package dev.davit.engine.lifecycle;

import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.runtime.ExitRecord;
import dev.davit.engine.runtime.MonitorSocket;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Waits for the exits of containers, a virtual thread each, asleep on the monitor's socket. */
@Component
class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final OciRuntime runtime;
    private final EnginePaths paths;
    private final JsonMapper json;
    private volatile boolean stopping;

    Watcher(OciRuntime runtime, EnginePaths paths, JsonMapper json) {
        this.runtime = runtime;
        this.paths = paths;
        this.json = json;
    }

    /** Who is told of an exit, and, when everything of the monitor is gone, of that. */
    interface Listener {
        void exited(LiveContainer container, Run run, ExitRecord exit, Gone gone);
    }

    /** Waits until nothing of the monitor is left, so that the same id can be created again. */
    interface Gone {
        void await();
    }

    void watch(LiveContainer container, Run run, RawConnection wait, Listener listener) {
        Thread.ofVirtual().name("watch-" + container.id().substring(0, 12)).start(() -> {
            try (wait) {
                String line = MonitorSocket.readLine(wait.in());
                if (stopping) {
                    return; // the next life of the engine finds it
                }
                ExitRecord exit = line == null ? null : ExitRecord.parse(line, json);
                listener.exited(container, run, exit == null ? lost(container) : exit, () -> drain(wait));
            } catch (IOException | RuntimeException failure) {
                LOG.error("the exit of container {} was not handled", container.id(), failure);
            }
        });
    }

    /** The engine ends: exits are left to its next life. */
    void stop() {
        stopping = true;
    }

    // The monitor's connection ends with the monitor, whose last act is to remove cgroup and state.
    private static void drain(RawConnection wait) {
        try {
            wait.in().skipNBytes(Long.MAX_VALUE);
        } catch (IOException end) {
            // that is what it was waiting for
        }
    }

    /** What is known of a process whose monitor is gone without a word. */
    ExitRecord lost(LiveContainer container) {
        Path folder = paths.container(container.id());
        ExitRecord kept = ExitRecord.read(EnginePaths.exitFile(folder), json);
        if (kept != null) {
            return kept;
        }
        runtime.discard(container.id());
        return ExitRecord.unseen();
    }

    /** The monitor of a container where one answers and its process runs, else null. */
    @Nullable Integer pid(LiveContainer container) {
        return socket(container).pid(json);
    }

    MonitorSocket socket(LiveContainer container) {
        return new MonitorSocket(EnginePaths.socket(paths.container(container.id())));
    }
}
