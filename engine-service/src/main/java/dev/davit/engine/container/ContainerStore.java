package dev.davit.engine.container;

import dev.davit.engine.event.EventDraft;
import dev.davit.engine.event.EventLog;
import dev.davit.platform.database.Commits;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of containers. Each change commits with its events in one transaction. */
@Component
public class ContainerStore {

    /** A row. */
    public record Row(String id, String name, Definition definition, Observed observed) {}

    private final ContainerRepository rows;
    private final Commits commits;
    private final EventLog events;
    private final JsonMapper json;

    ContainerStore(ContainerRepository rows, Commits commits, EventLog events, JsonMapper json) {
        this.rows = rows;
        this.commits = commits;
        this.events = events;
        this.json = json;
    }

    /** Every row, the newest first. */
    public List<Row> all() {
        return rows.findAllByOrderByCreatedDesc().stream().map(this::row).toList();
    }

    private Row row(ContainerEntity entity) {
        return new Row(
                entity.id(),
                entity.name(),
                json.readValue(entity.definition(), Definition.class),
                json.readValue(entity.state(), Observed.class));
    }

    /**
     * Adds a row.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException the name is taken
     */
    public void insert(String id, String name, Definition definition, List<EventDraft> drafts) {
        String text = json.writeValueAsString(definition);
        String state = json.writeValueAsString(Observed.CREATED);
        commit(
                drafts,
                () -> commits.jdbc()
                        .update(
                                "insert into container (id, name, created, image_id, status, definition, state, version)"
                                        + " values (?, ?, ?, ?, ?, ?, ?, 0)",
                                id,
                                name,
                                nanos(definition.created()),
                                definition.imageId(),
                                Observed.CREATED.status().name(),
                                text,
                                state));
    }

    /** Keeps what was seen. */
    public void observe(String id, Observed observed, List<EventDraft> drafts) {
        change(
                id,
                drafts,
                "update container set status = ?, state = ?, version = version + 1 where id = ?",
                observed.status().name(),
                json.writeValueAsString(observed));
    }

    /**
     * Keeps another name.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException it is taken
     */
    public void rename(String id, String name, List<EventDraft> drafts) {
        change(id, drafts, "update container set name = ?, version = version + 1 where id = ?", name);
    }

    /** Keeps another definition. */
    public void define(String id, Definition definition, List<EventDraft> drafts) {
        String text = json.writeValueAsString(definition);
        change(id, drafts, "update container set definition = ?, version = version + 1 where id = ?", text);
    }

    /** Appends events about a container that does not change. */
    public void log(List<EventDraft> drafts) {
        commit(drafts, () -> {});
    }

    /** Removes a row, its execs with it. */
    public void delete(String id, List<EventDraft> drafts) {
        commit(drafts, () -> commits.jdbc().update("delete from container where id = ?", id));
    }

    private void change(String id, List<EventDraft> drafts, String statement, String... values) {
        Object[] arguments = new Object[values.length + 1];
        System.arraycopy(values, 0, arguments, 0, values.length);
        arguments[values.length] = id;
        commit(drafts, () -> {
            if (commits.jdbc().update(statement, arguments) != 1) {
                throw new IllegalStateException("container " + id + " is not in the table");
            }
        });
    }

    private void commit(List<EventDraft> drafts, Runnable work) {
        commits.run(() -> {
            work.run();
            events.append(drafts);
        });
        if (!drafts.isEmpty()) {
            events.wake();
        }
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }
}
