package dev.davit.registry.trust;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Manifests that two readers understand differently. Go's reader, which most clients have, takes {@code Layers} for
 * {@code layers}, and the last of both counts: what was judged here would not be what runs there.
 */
public final class Ambiguity {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FREE = "annotations"; // whose keys are anybody's, and stay as they are

    private Ambiguity() {}

    /** Whether two keys of an object differ by nothing but case. */
    public static boolean isIn(byte[] json) {
        Deque<Set<String>> objects = new ArrayDeque<>();
        try (JsonParser parser = JSON.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> objects.push(new HashSet<>());
                    case END_OBJECT -> objects.pop();
                    case PROPERTY_NAME -> {
                        if (!objects.element().add(fold(parser.currentName()))) {
                            return true;
                        }
                        if (parser.currentName().equals(FREE)) {
                            parser.nextToken();
                            parser.skipChildren();
                        }
                    }
                    default -> {}
                }
            }
            return false;
        } catch (JacksonException malformed) {
            return true;
        }
    }

    /** A key as Go compares it: the long s is an s in capitals, and the sign for Kelvin a k in small letters. */
    public static String fold(String key) {
        return key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
