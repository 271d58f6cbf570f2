package dev.davit.contracts.engine;

import java.util.List;

/**
 * A process to run in a running container.
 *
 * @param user empty for the container's
 * @param workingDir empty for the container's
 */
public record ExecSpec(
        List<String> command,
        List<String> env,
        String user,
        String workingDir,
        boolean tty,
        boolean privileged,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        String detachKeys,
        int consoleRows,
        int consoleColumns) {}
