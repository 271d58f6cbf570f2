package dev.davit.storage.distribution;

import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;

/** No answer came: the network's or the registry's fault. dockerd answers status 500 to it. */
final class ConnectionException extends DavitException {

    private static final long serialVersionUID = 1L;

    ConnectionException(String message, IOException cause) {
        super(ErrorKind.INTERNAL, message, cause);
    }
}
