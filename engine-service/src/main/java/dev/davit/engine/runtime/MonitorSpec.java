package dev.davit.engine.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process to create and monitor.
 *
 * @param id of the container or exec
 * @param folder holds the bundle, and gets the socket and the exit file
 * @param execIn the container in which it is an exec; null: it is a container
 * @param log null: none is written
 * @param rows of the terminal; 0: not known (also {@code columns})
 */
public record MonitorSpec(
        String id,
        Path folder,
        @Nullable String execIn,
        @Nullable Log log,
        boolean tty,
        boolean stdin,
        boolean stdinOnce,
        int rows,
        int columns) {

    /** A log in Docker's json-file form; {@code maxSize} 0: it grows without end. */
    public record Log(Path file, long maxSize, int maxFiles) {}
}
