package dev.davit.gateway.system;

import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.Event;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Json;
import dev.davit.gateway.api.Query;
import dev.davit.gateway.api.Times;
import dev.davit.gateway.stream.Lines;
import dev.davit.platform.error.DavitException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** {@code docker events}. */
@RestController
class EventsController {

    private final EngineApi engine;
    private final JsonMapper json;

    EventsController(EngineApi engine, JsonMapper json) {
        this.engine = engine;
        this.json = json;
    }

    @GetMapping("/events")
    ResponseEntity<InputStream> events(Query query) {
        Instant since = Times.parse(query.text("since"));
        Instant until = Times.parse(query.text("until"));
        if (since != null && until != null && until.isBefore(since)) {
            throw DavitException.invalid("`since` time (" + query.text("since") + ") cannot be after `until` time ("
                    + query.text("until") + ")");
        }
        Filters filters = query.filters();
        EventFilter filter =
                new EventFilter(filters, filters.has("daemon") ? engine.status().hostname() : "");
        boolean imageCreates = query.version().atLeast(46);
        InputStream events = engine.events(start(since, until), until == null ? null : until.toString());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Lines(events, line -> convert(line, filter, imageCreates)));
    }

    // With an end alone, everything up to it.
    private static @Nullable String start(@Nullable Instant since, @Nullable Instant until) {
        if (since != null) {
            return since.toString();
        }
        return until == null ? null : Instant.EPOCH.toString();
    }

    private byte @Nullable [] convert(byte[] line, EventFilter filter, boolean imageCreates) {
        Event event = json.readValue(line, Event.class);
        boolean hidden =
                !imageCreates && event.type().equals("image") && event.action().equals("create");
        if (hidden || !filter.matches(event)) {
            return null;
        }
        byte[] text = json.writeValueAsBytes(message(event));
        byte[] ended = Arrays.copyOf(text, text.length + 1);
        ended[text.length] = '\n';
        return ended;
    }

    private static Map<String, @Nullable Object> message(Event event) {
        Json message = Json.object();
        if (event.type().equals("container") || event.type().equals("image")) {
            message.put("status", event.action())
                    .put("id", event.actor())
                    .putUnlessEmpty("from", event.attributes().get("image"));
        }
        return message.put("Type", event.type())
                .put("Action", event.action())
                .put("Actor", Json.object().put("ID", event.actor()).put("Attributes", event.attributes()))
                .put("scope", "local")
                .put("time", event.time().getEpochSecond())
                .put("timeNano", Times.nanos(event.time()))
                .map();
    }
}
