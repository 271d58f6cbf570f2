package dev.davit.engine.lifecycle;

import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a container did not start: dockerd's words and exit code for what the executor said. */
final class StartFailure {

    private static final String CREATE = "failed to create task for container: failed to create shim task: "
            + "OCI runtime create failed: davit-runtime create failed: unable to start container process: "
            + "error during container init: ";

    private final DavitException failure;
    private final int exitCode;

    private StartFailure(DavitException failure, int exitCode) {
        this.failure = failure;
        this.exitCode = exitCode;
    }

    static StartFailure of(Exception cause) {
        if (cause instanceof RuntimeFailure said) {
            return of(said);
        }
        if (cause instanceof DavitException known) {
            return new StartFailure(known, 128);
        }
        return new StartFailure(
                DavitException.internal(
                        "failed to create task for container: " + cause.getMessage() + ": unknown", cause),
                128);
    }

    // The client tells 126 and 127 by words that must be in the text.
    private static StartFailure of(RuntimeFailure said) {
        String text = CREATE + said.message() + ": unknown";
        String lower = said.message().toLowerCase(Locale.ROOT);
        if (lower.contains("permission denied")) {
            return invalid(text, 126, said);
        }
        if (lower.contains("is a directory")) {
            return invalid(text + ": permission denied", 126, said);
        }
        if (lower.contains("not a directory")) {
            return invalid(
                    text + ": Are you trying to mount a directory onto a file (or vice-versa)? "
                            + "Check if the specified host path exists and is the expected type",
                    127,
                    said);
        }
        if (lower.contains("executable file not found") || lower.contains("no such file or directory")) {
            return invalid(text, 127, said);
        }
        int code = said.exitCode() == 0 ? 128 : said.exitCode();
        return new StartFailure(DavitException.internal(text, said), code);
    }

    private static StartFailure invalid(String text, int exitCode, @Nullable Throwable cause) {
        return new StartFailure(new DavitException(ErrorKind.INVALID, text, cause), exitCode);
    }

    DavitException failure() {
        return failure;
    }

    int exitCode() {
        return exitCode;
    }
}
