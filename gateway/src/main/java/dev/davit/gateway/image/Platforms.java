package dev.davit.gateway.image;

import dev.davit.gateway.api.Query;
import dev.davit.platform.error.DavitException;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code platform} parameter as JSON. An image of Davit has one platform, the host's. */
@Component
class Platforms {

    private final JsonMapper json;

    Platforms(JsonMapper json) {
        this.json = json;
    }

    /** Refuses another platform than the host's, from a minor version of the API on. */
    void refuseForeign(Query query, int since, String parameter) {
        if (!query.version().atLeast(since)) {
            return;
        }
        if (query.all(parameter).size() > 1) {
            throw DavitException.invalid("multiple platform parameters not supported");
        }
        String text = query.text(parameter);
        if (!text.isEmpty()) {
            check(text);
        }
    }

    private void check(String text) {
        JsonNode platform = parse(text);
        String os = platform.path("os").asString("");
        String architecture = platform.path("architecture").asString("");
        if (os.isEmpty() || architecture.isEmpty()) {
            boolean further = !platform.path("variant").asString("").isEmpty();
            throw DavitException.invalid(
                    os.isEmpty() && architecture.isEmpty() && further
                            ? "optional platform fields provided, but OS and Architecture are missing"
                            : "both OS and Architecture must be provided");
        }
        if (!os.equals("linux") || !architecture.equals(host())) {
            throw DavitException.notImplemented("choosing the platform " + os + "/" + architecture
                    + " of an image with several is not implemented by Davit yet");
        }
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JacksonException malformed) {
            throw DavitException.invalid("failed to parse platform: invalid character '" + text.charAt(0)
                    + "' looking for beginning of value");
        }
    }

    private static String host() {
        return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }
}
