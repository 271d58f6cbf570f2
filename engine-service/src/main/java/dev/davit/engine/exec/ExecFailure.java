package dev.davit.engine.exec;

import dev.davit.engine.runtime.RuntimeFailure;

/** Why an exec did not start, in dockerd's words. */
final class ExecFailure {

    private ExecFailure() {}

    static RuntimeFailure.Verdict of(RuntimeFailure failure) {
        return failure.verdict("OCI runtime exec failed: exec failed: unable to start container process: ");
    }
}
