package dev.davit.registry.trust;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** notation's {@code application/jose+json}: a JWS in the flattened JSON form (RFC 7515, 7.2.2). */
final class JwsEnvelope {

    private JwsEnvelope() {}

    static NotationSignature parse(byte[] content) throws Untrusted {
        JsonNode envelope = Json.object(content);
        String head = Json.need(envelope, "protected");
        String payload = Json.need(envelope, "payload");
        JsonNode header = Json.object(Json.base64Url(head));
        JsonNode unsigned = envelope.path("header");
        String timestamp = Json.text(unsigned, NotationSignature.TIMESTAMP);
        return new NotationSignature(
                NotationAlgorithm.ofJws(Json.need(header, "alg")),
                chain(unsigned.path("x5c")),
                (head + "." + payload).getBytes(StandardCharsets.UTF_8),
                Json.base64Url(Json.text(envelope, "signature")),
                timestamp == null ? null : Json.base64(timestamp),
                new NotationSignature.Attributes(
                        Json.text(header, "cty"),
                        Json.text(header, NotationSignature.SCHEME),
                        time(header, NotationSignature.TIME),
                        time(header, NotationSignature.AUTHENTIC_TIME),
                        time(header, NotationSignature.EXPIRY)),
                critical(header.path("crit")),
                Json.base64Url(payload));
    }

    private static List<byte[]> chain(JsonNode certificates) throws Untrusted {
        List<byte[]> chain = new ArrayList<>();
        for (JsonNode certificate : certificates) {
            chain.add(Json.base64(certificate.isString() ? certificate.stringValue() : null));
        }
        return chain;
    }

    private static Set<String> critical(JsonNode names) {
        Set<String> critical = new HashSet<>();
        names.forEach(name -> critical.add(name.isString() ? name.stringValue() : name.toString()));
        return critical;
    }

    private static @Nullable Instant time(JsonNode header, String name) throws Untrusted {
        if (!header.has(name)) {
            return null;
        }
        try {
            return OffsetDateTime.parse(Json.need(header, name)).toInstant();
        } catch (DateTimeException malformed) {
            throw new Untrusted("its " + name + " is no time");
        }
    }
}
