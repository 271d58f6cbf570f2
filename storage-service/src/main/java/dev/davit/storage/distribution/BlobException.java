package dev.davit.storage.distribution;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A transfer failed for good, or what came is not what was asked for; the message is meant for the user. */
public final class BlobException extends IOException {

    private static final long serialVersionUID = 1L;

    BlobException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
