package dev.davit.gateway.api;

import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The JSON body of a request. */
public final class Body {

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final HttpServletRequest request;
    private final JsonMapper json;

    Body(HttpServletRequest request, JsonMapper json) {
        this.request = request;
        this.json = json;
    }

    /** The object in it. An empty body is an object without fields. */
    public Fields optional(String type) {
        byte[] bytes = read();
        return bytes.length == 0 && request.getContentLengthLong() <= 0 ? Fields.empty(type) : parse(bytes, type);
    }

    /** The object in it, which must be there. */
    public Fields required(String type) {
        return parse(read(), type);
    }

    private byte[] read() {
        checkContentType();
        try {
            return request.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw DavitException.invalid("invalid JSON: " + failure.getMessage());
        }
    }

    private void checkContentType() {
        String given = request.getContentType();
        if (given == null || given.isEmpty()) {
            if (request.getContentLengthLong() > 0) {
                throw DavitException.invalid("malformed Content-Type header (): mime: no media type");
            }
            return;
        }
        try {
            MediaType type = MediaType.parseMediaType(given);
            if (!type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)) {
                throw DavitException.invalid(
                        "unsupported Content-Type header (" + given + "): must be 'application/json'");
            }
        } catch (InvalidMediaTypeException malformed) {
            throw DavitException.invalid("malformed Content-Type header (" + given + "): mime: invalid media type");
        }
    }

    private Fields parse(byte[] bytes, String type) {
        if (isBlank(bytes)) {
            throw DavitException.invalid("invalid JSON: got EOF while reading request body");
        }
        try {
            Map<String, @Nullable Object> fields = json.readValue(bytes, OBJECT);
            return fields == null ? Fields.empty(type) : Fields.of(type, fields);
        } catch (JacksonException malformed) {
            throw DavitException.invalid("invalid JSON: " + explain(malformed, bytes));
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    // In the words of Go, which clients show to their users.
    private static String explain(JacksonException malformed, byte[] bytes) {
        String message = String.valueOf(malformed.getOriginalMessage());
        if (message.contains("end-of-input") || message.contains("end of input")) {
            return "unexpected EOF";
        }
        if (message.startsWith("Cannot deserialize")) {
            return "json: cannot unmarshal " + kind(bytes) + " into Go value of type container.CreateRequest";
        }
        if (message.contains("trailing token") || message.contains("Trailing token")) {
            return "unexpected content after JSON";
        }
        long at = malformed.getLocation() == null ? -1 : malformed.getLocation().getByteOffset();
        return at > 0 && at <= bytes.length
                ? "invalid character '" + (char) bytes[(int) at - 1] + "' in the JSON"
                : message.lines().findFirst().orElse("malformed").toLowerCase(Locale.ROOT);
    }

    private static String kind(byte[] bytes) {
        return switch (new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                .strip()
                .charAt(0)) {
            case '[' -> "array";
            case '"' -> "string";
            case 't', 'f' -> "bool";
            default -> "number";
        };
    }
}
