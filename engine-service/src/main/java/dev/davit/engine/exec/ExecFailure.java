package dev.davit.engine.exec;

import dev.davit.engine.runtime.RuntimeFailure;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;

/** Why an exec did not start, in dockerd's words. */
final class ExecFailure {

    private ExecFailure() {}

    static DavitException of(RuntimeFailure failure) {
        String text = "OCI runtime exec failed: exec failed: unable to start container process: " + failure.message()
                + ": unknown";
        boolean command = failure.exitCode() == 126 || failure.exitCode() == 127;
        return new DavitException(command ? ErrorKind.INVALID : ErrorKind.INTERNAL, text, failure);
    }
}
