package dev.davit.platform.error;

import org.jspecify.annotations.Nullable;

/** A failure that the caller is told of: its message says what was wrong, with what, and what to do. */
public class DavitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    /** A failure of a kind. */
    public DavitException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    /** A failure of a kind, with its cause. */
    public DavitException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What kind of failure it is. */
    public ErrorKind kind() {
        return kind;
    }

    /** What it says. */
    public String message() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }

    /** The request is wrong. */
    public static DavitException invalid(String message) {
        return new DavitException(ErrorKind.INVALID, message);
    }

    /** It does not exist. */
    public static DavitException notFound(String message) {
        return new DavitException(ErrorKind.NOT_FOUND, message);
    }

    /** The state of things forbids it. */
    public static DavitException conflict(String message) {
        return new DavitException(ErrorKind.CONFLICT, message);
    }

    /** Nobody may. */
    public static DavitException forbidden(String message) {
        return new DavitException(ErrorKind.FORBIDDEN, message);
    }

    /** Not built. */
    public static DavitException notImplemented(String message) {
        return new DavitException(ErrorKind.NOT_IMPLEMENTED, message);
    }

    /** Davit failed. */
    public static DavitException internal(String message, @Nullable Throwable cause) {
        return new DavitException(ErrorKind.INTERNAL, message, cause);
    }

    /** Something that it needs does not answer. */
    public static DavitException unavailable(String message, @Nullable Throwable cause) {
        return new DavitException(ErrorKind.UNAVAILABLE, message, cause);
    }
}
