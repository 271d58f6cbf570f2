package dev.davit.gateway.image;

import dev.davit.contracts.storage.RegistryAuth;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads X-Registry-Auth: JSON in base64url. What cannot be read counts as nobody, as in dockerd. */
@Component
class Credentials {

    private final JsonMapper json;

    Credentials(JsonMapper json) {
        this.json = json;
    }

    RegistryAuth read(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return RegistryAuth.NONE;
        }
        try {
            String plain = header.replace('+', '-').replace('/', '_').replace("=", "");
            byte[] text = Base64.getUrlDecoder().decode(plain.getBytes(StandardCharsets.US_ASCII));
            JsonNode auth = json.readTree(text);
            return new RegistryAuth(
                    text(auth, "username"),
                    text(auth, "password"),
                    text(auth, "identitytoken"),
                    text(auth, "registrytoken"),
                    text(auth, "serveraddress"));
        } catch (IllegalArgumentException | JacksonException malformed) {
            return RegistryAuth.NONE;
        }
    }

    private static @Nullable String text(JsonNode auth, String name) {
        String value = auth.path(name).asString("");
        return value.isEmpty() ? null : value;
    }
}
