package dev.davit.engine.lifecycle;

import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;

/**
 * Why a container did not start: dockerd's words, and the exit code that the container gets.
 */
record StartFailure(DavitException failure, int exitCode) {

    private static final String TASK = "failed to create task for container: ";

    /**
     * Of what was thrown.
     *
     * @param runtime the name of the runtime's program
     */
    static StartFailure of(Exception cause, String runtime) {
        if (cause instanceof RuntimeFailure said) {
            RuntimeFailure.Verdict verdict =
                    said.verdict(TASK + "failed to create shim task: OCI runtime create failed: " + runtime
                            + " create failed: unable to start container process: error during container init: ");
            return new StartFailure(verdict.failure(), verdict.exitCode());
        }
        if (cause instanceof DavitException known) {
            return new StartFailure(known, 128);
        }
        return new StartFailure(DavitException.internal(TASK + cause.getMessage() + ": unknown", cause), 128);
    }
}
