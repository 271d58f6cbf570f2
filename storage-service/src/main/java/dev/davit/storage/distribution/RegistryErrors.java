package dev.davit.storage.distribution;

import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the failure in a registry's answer, with the texts of dockerd. */
final class RegistryErrors {

    private static final int LONGEST = 1 << 20;
    private static final int MOST = 32;

    private RegistryErrors() {}

    static RegistryException of(Answer answer) throws IOException {
        int status = answer.status();
        if (status < 400 || status >= 500) {
            ErrorKind kind = status == 503 ? ErrorKind.UNAVAILABLE : ErrorKind.INTERNAL;
            return new RegistryException(
                    status,
                    kind,
                    "received unexpected HTTP status: " + answer.statusLine().strip());
        }
        List<RegistryError> errors = new ArrayList<>();
        RegistryError challenged = challenged(answer);
        if (challenged != null) {
            errors.add(challenged);
        }
        byte[] body = answer.read(LONGEST);
        String type = MediaTypes.bare(answer.header("Content-Type"));
        if (!type.equals("application/json") && !type.equals("application/vnd.api+json")) {
            errors.add(RegistryError.ofStatus(status, text(body)));
            return new RegistryException(status, errors);
        }
        JsonNode json = Json.tree(body);
        if (json != null) {
            addErrors(status, json, errors);
        }
        return errors.isEmpty() ? unreadable(status, json, body) : new RegistryException(status, errors);
    }

    /** OAuth errors stand in the challenge (RFC 6750, 3). */
    private static @Nullable RegistryError challenged(Answer answer) {
        for (Challenge challenge : Challenge.of(answer)) {
            String code = switch (challenge.parameter("error")) {
                case "invalid_token" -> RegistryError.UNAUTHORIZED;
                case "insufficient_scope" -> RegistryError.DENIED;
                default -> "";
            };
            if (challenge.scheme().equals("bearer") && !code.isEmpty()) {
                return RegistryError.of(code, challenge.parameter("error_description"));
            }
        }
        return null;
    }

    private static void addErrors(int status, JsonNode json, List<RegistryError> errors) {
        String details = json.path("details").asString("");
        if (!details.isEmpty()) {
            errors.add(RegistryError.ofStatus(status, details)); // the token service of Docker Hub
            return;
        }
        for (JsonNode error : json.path("errors")) {
            if (errors.size() < MOST) {
                errors.add(RegistryError.of(
                        error.path("code").asString(""), error.path("message").asString("")));
            }
        }
    }

    private static RegistryException unreadable(int status, @Nullable JsonNode json, byte[] body) {
        if (status == 401) {
            return new RegistryException(status, List.of(RegistryError.of(RegistryError.UNAUTHORIZED, "")));
        }
        String why = json == null ? "invalid JSON" : "no error details found in HTTP response body";
        return new RegistryException(
                status,
                ErrorKind.INTERNAL,
                "error parsing HTTP " + status + " response body: " + why + ": " + Quoted.of(text(body)));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
