package dev.davit.contracts.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of a container.
 *
 * @param entrypoint null: the image's; an empty list clears the image's
 * @param command null: the image's, unless the entrypoint was replaced
 * @param env {@code NAME=value}; {@code NAME} alone removes the image's variable
 * @param user {@code user[:group]}, names or numbers; empty for the image's
 * @param workingDir absolute path in the container; empty for the image's
 */
public record ProcessSpec(
        @Nullable List<String> entrypoint,
        @Nullable List<String> command,
        List<String> env,
        String user,
        String workingDir,
        boolean tty,
        boolean openStdin,
        boolean stdinOnce,
        boolean attachStdin,
        boolean attachStdout,
        boolean attachStderr,
        int consoleRows,
        int consoleColumns) {}
