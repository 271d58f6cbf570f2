package dev.davit.engine.logs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** A line of Docker's json-file log. */
record LogLine(String text, boolean stderr, String time) {

    Instant instant() {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException malformed) {
            return Instant.EPOCH;
        }
    }

    /** Null when it is none, such as one that a full disk cut short. */
    static @Nullable LogLine parse(byte[] bytes, int length, JsonMapper json) {
        String text = "";
        String stream = "";
        String time = "";
        try (JsonParser parser = json.createParser(bytes, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                switch (name) {
                    case "log" -> text = parser.getString();
                    case "stream" -> stream = parser.getString();
                    case "time" -> time = parser.getString();
                    default -> parser.skipChildren();
                }
            }
            return new LogLine(text, stream.equals("stderr"), time);
        } catch (JacksonException malformed) {
            return null;
        }
    }
}
