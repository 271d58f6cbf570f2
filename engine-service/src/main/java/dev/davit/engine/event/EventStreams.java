package dev.davit.engine.event;

import dev.davit.platform.error.DavitException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Opens streams of events. */
@Component
public class EventStreams {

    private final EventLog log;
    private final JsonMapper json;

    EventStreams(EventLog log, JsonMapper json) {
        this.log = log;
        this.json = json;
    }

    /** Events since a time (RFC 3339; null: those to come), until another or for ever. */
    public InputStream open(@Nullable String since, @Nullable String until) {
        Instant end = until == null ? null : parse(until);
        return since == null
                ? new EventStream(log, json, log.revision(), Instant.EPOCH, end)
                : new EventStream(log, json, 0, parse(since), end);
    }

    private static Instant parse(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException malformed) {
            throw DavitException.invalid("invalid time \"" + time + "\": an RFC 3339 time is expected");
        }
    }
}
