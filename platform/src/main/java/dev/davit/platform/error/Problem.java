package dev.davit.platform.error;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a failure that another service answered. */
public final class Problem {

    private Problem() {}

    /** The failure in an answer of {@code status} with {@code body}, which may be no problem detail at all. */
    public static DavitException read(int status, byte[] body, JsonMapper json) {
        JsonNode problem = parse(body, json);
        String detail = problem == null ? "" : problem.path("detail").asString("");
        if (detail.isEmpty()) {
            detail = String.format(Locale.ROOT, "a service of Davit answered status %d", status);
        }
        return new DavitException(kind(problem, status), detail);
    }

    private static @Nullable JsonNode parse(byte[] body, JsonMapper json) {
        try {
            return json.readTree(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static ErrorKind kind(@Nullable JsonNode problem, int status) {
        String name = problem == null ? "" : problem.path("kind").asString("");
        for (ErrorKind kind : ErrorKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return ErrorKind.of(status);
    }
}
