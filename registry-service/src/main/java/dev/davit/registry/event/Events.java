package dev.davit.registry.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes down what happens in the transaction in which it does, one row for each endpoint that is to be told. */
@Component
public class Events {

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final EventProperties properties;

    Events(JdbcClient jdbc, JsonMapper json, EventProperties properties) {
        this.jdbc = jdbc;
        this.json = json;
        this.properties = properties;
    }

    /** A manifest was pushed. */
    public void pushed(String repository, String digest, String mediaType, List<String> tags, String by) {
        record("manifest.pushed", repository, new Data(repository, digest, mediaType, tags, by));
    }

    /** A tag or a manifest was deleted. */
    public void deleted(String repository, String reference, String by) {
        boolean tag = reference.indexOf(':') < 0;
        record(
                tag ? "tag.deleted" : "manifest.deleted",
                repository,
                tag
                        ? new Data(repository, "", "", List.of(reference), by)
                        : new Data(repository, reference, "", List.of(), by));
    }

    private void record(String type, String repository, Data data) {
        if (properties.endpoints().isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        String event = json.writeValueAsString(Map.of(
                "specversion",
                "1.0",
                "id",
                UUID.randomUUID().toString(),
                "source",
                "/v2/" + repository,
                "type",
                "dev.davit.registry." + type,
                "time",
                now.toString(),
                "datacontenttype",
                "application/json",
                "data",
                data));
        for (EventProperties.Endpoint endpoint : properties.endpoints()) {
            jdbc.sql("insert into notifications (endpoint, event, attempts, due_at, created_at)"
                            + " values (:endpoint, :event, 0, :now, :now)")
                    .param("endpoint", endpoint.name())
                    .param("event", event)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    record Data(String repository, String digest, String mediaType, List<String> tags, String by) {}
}
