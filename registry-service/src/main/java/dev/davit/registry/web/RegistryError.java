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

    int status() {
        return status;
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

    /** 500, or 507 where the disk is full. */
    public static RegistryError failed(IOException failure) {
        boolean full = String.valueOf(failure.getMessage()).contains("No space left");
        RegistryError error = new RegistryError(
                full ? 507 : 500,
                ErrorCode.UNKNOWN,
                full ? "no space is left in the blob store" : "the blob store failed; see the registry's log");
        error.initCause(failure);
        return error;
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
