package dev.davit.registry.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure that the client is told of in the body that the distribution specification gives. */
public class RegistryError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Entry> errors;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /** A failure with one entry. */
    public RegistryError(int status, ErrorCode code, String message) {
        this(status, List.of(new Entry(code, message, null)));
    }

    /** A failure with an entry for each thing that is wrong; there is at least one. */
    public RegistryError(int status, List<Entry> errors) {
        super(errors.getFirst().message());
        this.status = status;
        this.errors = errors;
    }

    /** The same failure, answered with this header too. */
    public RegistryError with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** As it is answered. */
    public int status() {
        return status;
    }

    /** Whether the same request may do later: something is away, or full. */
    boolean passes() {
        return status == 503 || status == 507;
    }

    List<Entry> errors() {
        return errors;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** One thing that is wrong. */
    public record Entry(
            ErrorCode code, String message, @Nullable Object detail) {}

    /** 500, 503 where the store cannot be reached, or 507 where the disk is full. */
    public static RegistryError failed(IOException failure) {
        RegistryError error;
        if (failure instanceof UnavailableException) {
            error = away("the blob store cannot be reached; try again later");
        } else if (String.valueOf(failure.getMessage()).contains("No space left")) {
            error = new RegistryError(507, ErrorCode.UNKNOWN, "no space is left in the blob store");
        } else {
            error = new RegistryError(500, ErrorCode.UNKNOWN, "the blob store failed; see the registry's log");
        }
        error.initCause(failure);
        return error;
    }

    /** 503. */
    static RegistryError away(String message) {
        return new RegistryError(503, ErrorCode.UNKNOWN, message).with("Retry-After", "5");
    }

    /** 400. */
    public static RegistryError invalid(ErrorCode code, String message) {
        return new RegistryError(400, code, message);
    }

    /** 404. */
    public static RegistryError unknown(ErrorCode code, String message) {
        return new RegistryError(404, code, message);
    }
}
