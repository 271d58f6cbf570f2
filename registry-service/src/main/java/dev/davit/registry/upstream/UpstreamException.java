package dev.davit.registry.upstream;

import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An upstream did not give what was asked for. That it does not have it is no failure. */
public final class UpstreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private final @Nullable Duration retryAfter;

    private UpstreamException(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    private enum Kind {
        FAILED(502, ErrorCode.UNKNOWN),
        BROKEN(502, ErrorCode.UNKNOWN),
        UNUSABLE(502, ErrorCode.UNKNOWN),
        SILENT(504, ErrorCode.UNKNOWN),
        DENIED(403, ErrorCode.DENIED),
        LIMITED(429, ErrorCode.TOOMANYREQUESTS),
        BUSY(503, ErrorCode.UNKNOWN);

        private final int status;
        private final ErrorCode code;

        Kind(int status, ErrorCode code) {
            this.status = status;
            this.code = code;
        }
    }

    /** It cannot be reached, or fails. */
    public static UpstreamException failed(String message, @Nullable Throwable cause) {
        return new UpstreamException(Kind.FAILED, message, null, cause);
    }

    /** It was reached, and fails. */
    static UpstreamException broken(String message) {
        return new UpstreamException(Kind.BROKEN, message, null, null);
    }

    /** It answers what nobody can use. */
    public static UpstreamException unusable(String message, @Nullable Throwable cause) {
        return new UpstreamException(Kind.UNUSABLE, message, null, cause);
    }

    /** It takes too long. */
    static UpstreamException silent(String message, Throwable cause) {
        return new UpstreamException(Kind.SILENT, message, null, cause);
    }

    /** It does not let us. */
    static UpstreamException denied(String message) {
        return new UpstreamException(Kind.DENIED, message, null, null);
    }

    /** It asks us to come again later. */
    static UpstreamException busy(boolean limited, String message, Duration retryAfter) {
        return new UpstreamException(limited ? Kind.LIMITED : Kind.BUSY, message, retryAfter, null);
    }

    /** Whether it was asked and answered, though not with what was wanted: the next time will be no better. */
    public boolean isAnswer() {
        return kind == Kind.DENIED || kind == Kind.UNUSABLE;
    }

    /** Whether it was reached at all: something else may be had. */
    public boolean isReached() {
        return isAnswer() || kind == Kind.BROKEN;
    }

    /** As our own client is told. */
    public RegistryError toError() {
        RegistryError error = new RegistryError(kind.status, kind.code, String.valueOf(getMessage()));
        return retryAfter == null
                ? error
                : error.with(
                        "Retry-After",
                        String.valueOf(Math.max(1, retryAfter.plusMillis(999).toSeconds())));
    }
}
