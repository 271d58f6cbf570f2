package dev.davit.engine.runtime;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.util.Locale;

/** The executor could not do it. */
public final class RuntimeFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String START = "unable to start container process: ";
    private static final String INIT = "error during container init: ";

    private final int exitCode;

    /**
     * A failure.
     *
     * @param exitCode 127 command not found, 126 not executable, 128 anything else
     * @param message as the executor says it
     */
    public RuntimeFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** As dockerd tells it to its clients, and the exit code that it gives: they match on both. */
    public record Verdict(DavitException failure, int exitCode) {}

    /**
     * What dockerd makes of it, whichever runtime said it.
     *
     * @param doing what failed, the text's beginning
     */
    public Verdict verdict(String doing) {
        String text = doing + message() + ": unknown";
        String lower = message().toLowerCase(Locale.ROOT);
        if (lower.contains("permission denied")) {
            return invalid(text, 126);
        }
        if (lower.contains("is a directory")) { // the command line tells 126 by the words that are added
            return invalid(text + ": permission denied", 126);
        }
        if (lower.contains("not a directory")) {
            return invalid(
                    text + ": Are you trying to mount a directory onto a file (or vice-versa)? "
                            + "Check if the specified host path exists and is the expected type",
                    127);
        }
        if (lower.contains("executable file not found") || lower.contains("no such file or directory")) {
            return invalid(text, 127);
        }
        return new Verdict(DavitException.internal(text, this), exitCode == 0 ? 128 : exitCode);
    }

    private Verdict invalid(String text, int code) {
        return new Verdict(new DavitException(ErrorKind.INVALID, text, this), code);
    }

    /** What the executor said, without the words that every failed start begins with. */
    private String message() {
        String said = String.valueOf(getMessage());
        said = said.startsWith(START) ? said.substring(START.length()) : said;
        return said.startsWith(INIT) ? said.substring(INIT.length()) : said;
    }
}
