package dev.davit.engine.runtime;

/** The executor could not do it. */
public final class RuntimeFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String START = "unable to start container process: ";

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

    /** 127 command not found, 126 not executable, 128 anything else. */
    public int exitCode() {
        return exitCode;
    }

    /** What the executor said, without the words that every failed start begins with. */
    public String message() {
        String said = String.valueOf(getMessage());
        return said.startsWith(START) ? said.substring(START.length()) : said;
    }
}
