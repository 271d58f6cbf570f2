package dev.davit.platform.error;

import org.springframework.http.HttpStatus;

/** What went wrong, in the terms of the caller. The one place that maps a kind to HTTP. */
public enum ErrorKind {
    /** The request itself is wrong. */
    INVALID(HttpStatus.BAD_REQUEST),
    /** Who asks is not known. */
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED),
    /** Who asks may not, or nobody may. */
    FORBIDDEN(HttpStatus.FORBIDDEN),
    /** What was named does not exist. */
    NOT_FOUND(HttpStatus.NOT_FOUND),
    /** The state of things forbids it. */
    CONFLICT(HttpStatus.CONFLICT),
    /** The body is larger than what is taken. */
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    /** A range or offset that does not fit. */
    OUT_OF_RANGE(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE),
    /** Too many requests. */
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
    /** Davit failed. */
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR),
    /** Not built, or not on this host. */
    NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED),
    /** Something that it needs does not answer. */
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    /** No room left on the host. */
    EXHAUSTED(HttpStatus.INSUFFICIENT_STORAGE);

    private final HttpStatus status;

    ErrorKind(HttpStatus status) {
        this.status = status;
    }

    /** Its HTTP status. */
    public HttpStatus status() {
        return status;
    }

    /** The kind of a status that another service answered. */
    public static ErrorKind of(int status) {
        for (ErrorKind kind : values()) {
            if (kind.status.value() == status) {
                return kind;
            }
        }
        return status >= 400 && status < 500 ? INVALID : INTERNAL;
    }
}
