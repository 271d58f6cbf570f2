package dev.davit.engine.runtime;

import dev.davit.contracts.storage.IdMappings;
import java.io.IOException;
import java.nio.file.Path;

/** The executor. */
public interface OciRuntime {

    /** Creates a process with its monitor, so that it only remains to start it. */
    MonitorProcess create(MonitorSpec spec) throws IOException, RuntimeFailure;

    /**
     * Makes a user namespace of these ids with a network namespace in it.
     *
     * @param folder of the container that they are for
     */
    HeldNamespaces hold(Path folder, IdMappings ids) throws IOException, RuntimeFailure;

    /** Makes a network namespace in a user namespace that is there. */
    HeldNamespaces hold(Path folder, String user) throws IOException, RuntimeFailure;

    /** Freezes every process of a container. */
    void pause(String id) throws IOException, RuntimeFailure;

    /** Thaws them. */
    void resume(String id) throws IOException, RuntimeFailure;

    /** Sets limits, as of the runtime-spec's {@code resources}. */
    void update(String id, String resources) throws IOException, RuntimeFailure;

    /** Kills what is left of a container, and removes its cgroup and state; nothing happens when there is none. */
    void discard(String id);

    /** The name that it goes by among a host's runtimes. */
    String name();

    /** Its executable. */
    Path path();

    /** What it says of its version. */
    String version();
}
