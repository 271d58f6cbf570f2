package dev.davit.storage.distribution;

import dev.davit.platform.error.ErrorKind;
import java.util.Locale;
import java.util.Map;

/**
 * One error of a registry (distribution-spec, error codes).
 *
 * @param code {@code MANIFEST_UNKNOWN} and the like; {@code UNKNOWN} for those that dockerd does not know
 */
record RegistryError(String code, String message) {

    static final String DENIED = "DENIED";
    static final String UNAUTHORIZED = "UNAUTHORIZED";
    static final String UNKNOWN = "UNKNOWN";
    static final String MANIFEST_UNKNOWN = "MANIFEST_UNKNOWN";
    static final String NAME_UNKNOWN = "NAME_UNKNOWN";
    static final String BLOB_UPLOAD_UNKNOWN = "BLOB_UPLOAD_UNKNOWN";
    static final String TOO_MANY = "TOOMANYREQUESTS";

    private static final Map<String, Known> CODES = Map.ofEntries(
            Map.entry(UNKNOWN, new Known(ErrorKind.INTERNAL, "unknown error")),
            Map.entry("UNSUPPORTED", new Known(ErrorKind.INVALID, "The operation is unsupported.")),
            Map.entry(UNAUTHORIZED, new Known(ErrorKind.UNAUTHENTICATED, "authentication required")),
            Map.entry(DENIED, new Known(ErrorKind.FORBIDDEN, "requested access to the resource is denied")),
            Map.entry("UNAVAILABLE", new Known(ErrorKind.UNAVAILABLE, "service unavailable")),
            Map.entry(TOO_MANY, new Known(ErrorKind.RATE_LIMITED, "too many requests")),
            Map.entry("DIGEST_INVALID", new Known(ErrorKind.INVALID, "provided digest did not match uploaded content")),
            Map.entry("SIZE_INVALID", new Known(ErrorKind.INVALID, "provided length did not match content length")),
            Map.entry("NAME_INVALID", new Known(ErrorKind.INVALID, "invalid repository name")),
            Map.entry("TAG_INVALID", new Known(ErrorKind.INVALID, "manifest tag did not match URI")),
            Map.entry(NAME_UNKNOWN, new Known(ErrorKind.NOT_FOUND, "repository name not known to registry")),
            Map.entry(MANIFEST_UNKNOWN, new Known(ErrorKind.NOT_FOUND, "manifest unknown")),
            Map.entry("MANIFEST_INVALID", new Known(ErrorKind.INVALID, "manifest invalid")),
            Map.entry("MANIFEST_UNVERIFIED", new Known(ErrorKind.INVALID, "manifest failed signature verification")),
            Map.entry("MANIFEST_BLOB_UNKNOWN", new Known(ErrorKind.INVALID, "blob unknown to registry")),
            Map.entry("BLOB_UNKNOWN", new Known(ErrorKind.NOT_FOUND, "blob unknown to registry")),
            Map.entry(BLOB_UPLOAD_UNKNOWN, new Known(ErrorKind.NOT_FOUND, "blob upload unknown to registry")),
            Map.entry("BLOB_UPLOAD_INVALID", new Known(ErrorKind.NOT_FOUND, "blob upload invalid")));

    /** An error as a registry wrote it; an empty message becomes the usual one. */
    static RegistryError of(String code, String message) {
        Known known = CODES.get(code);
        if (known == null) {
            return new RegistryError(UNKNOWN, message);
        }
        return new RegistryError(code, message.isEmpty() ? known.message() : message);
    }

    /** An error of an answer that says nothing usable but its status. */
    static RegistryError ofStatus(int status, String message) {
        return new RegistryError(
                switch (status) {
                    case 401 -> UNAUTHORIZED;
                    case 403 -> DENIED;
                    case 429 -> TOO_MANY;
                    default -> UNKNOWN;
                },
                message);
    }

    ErrorKind kind() {
        Known known = CODES.get(code);
        return known == null ? ErrorKind.INTERNAL : known.kind();
    }

    /** {@code manifest unknown: manifest unknown}. */
    String text() {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + message;
    }

    private record Known(ErrorKind kind, String message) {}
}
