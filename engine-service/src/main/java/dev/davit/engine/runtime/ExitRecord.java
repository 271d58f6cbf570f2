package dev.davit.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a process ended, as its monitor tells and keeps it.
 *
 * @param code exit code, or 128 and the signal's number
 * @param signal 0 when no signal ended it
 */
public record ExitRecord(int code, int signal, boolean oomKilled, Instant finishedAt) {

    /** For a process that ended while nobody saw it. */
    public static ExitRecord unseen() {
        return new ExitRecord(137, 9, false, Instant.now());
    }

    /** Reads a monitor's line; null when it is none. */
    public static @Nullable ExitRecord parse(String line, JsonMapper json) {
        try {
            JsonNode exit = json.readTree(line);
            if (!exit.path("event").asString("").equals("exit")) {
                return null;
            }
            return new ExitRecord(
                    exit.path("code").asInt(),
                    exit.path("signal").asInt(),
                    exit.path("oomKilled").asBoolean(false),
                    Instant.parse(exit.path("finishedAt").asString()));
        } catch (JacksonException | java.time.format.DateTimeParseException malformed) {
            return null;
        }
    }

    /** Reads the file that a monitor left; null when there is none. */
    public static @Nullable ExitRecord read(Path file, JsonMapper json) {
        try {
            return Files.exists(file) ? parse(Files.readString(file), json) : null;
        } catch (IOException unreadable) {
            return null;
        }
    }
}
