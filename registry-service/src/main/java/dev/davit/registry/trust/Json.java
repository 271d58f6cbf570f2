package dev.davit.registry.trust;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON that somebody signed: what two readers could understand differently is refused. */
final class Json {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode object(byte[] content) throws Untrusted {
        try {
            JsonNode node = JSON.readTree(content);
            if (node == null || !node.isObject()) {
                throw new Untrusted("it is no JSON object");
            }
            return node;
        } catch (JacksonException malformed) {
            throw new Untrusted("it is not JSON: " + malformed.getOriginalMessage());
        }
    }

    /** A text of an object; null: absent, or no text. */
    static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    static String need(JsonNode node, String field) throws Untrusted {
        String text = text(node, field);
        if (text == null) {
            throw new Untrusted("it has no " + field);
        }
        return text;
    }

    static byte[] base64(@Nullable String text) throws Untrusted {
        return decode(Base64.getDecoder(), text);
    }

    static byte[] base64Url(@Nullable String text) throws Untrusted {
        return decode(Base64.getUrlDecoder(), text);
    }

    private static byte[] decode(Base64.Decoder decoder, @Nullable String text) throws Untrusted {
        if (text == null) {
            throw new Untrusted("a part of it is missing");
        }
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException malformed) {
            throw new Untrusted("a part of it is not base64");
        }
    }
}
