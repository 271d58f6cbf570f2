package dev.davit.engine.container;

import dev.davit.engine.event.EventDraft;
import dev.davit.engine.event.EventLog;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The table of containers. Each change commits with its events in one transaction. */
@Component
public class ContainerStore {

    /** A row. */
    public record Row(String id, String name, Definition definition, Observed observed) {}

    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final JsonMapper json;

    ContainerStore(
            EntityManager entities, PlatformTransactionManager transactions, EventLog events, JsonMapper json) {
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.json = json;
    }

    /** Every row, the newest first. */
    public List<Row> all() {
        List<ContainerEntity> rows = transaction.execute(status -> entities.createQuery(
                        "select c from ContainerEntity c order by c.created desc", ContainerEntity.class)
                .getResultList());
        return rows == null ? List.of() : rows.stream().map(this::row).toList();
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
        ContainerEntity entity = new ContainerEntity(id, name, nanos(definition.created()), definition.imageId());
        entity.define(json.writeValueAsString(definition));
        entity.observe(Observed.CREATED.status().name(), json.writeValueAsString(Observed.CREATED));
        commit(drafts, () -> entities.persist(entity));
    }

    /** Keeps what was seen. */
    public void observe(String id, Observed observed, List<EventDraft> drafts) {
        String state = json.writeValueAsString(observed);
        change(id, drafts, entity -> entity.observe(observed.status().name(), state));
    }

    /**
     * Keeps another name.
     *
     * @throws org.springframework.dao.DataIntegrityViolationException it is taken
     */
    public void rename(String id, String name, List<EventDraft> drafts) {
        change(id, drafts, entity -> entity.rename(name));
    }

    /** Keeps another definition. */
    public void define(String id, Definition definition, List<EventDraft> drafts) {
        String text = json.writeValueAsString(definition);
        change(id, drafts, entity -> entity.define(text));
    }

    /** Appends events about a container that does not change. */
    public void log(List<EventDraft> drafts) {
        commit(drafts, () -> {});
    }

    /** Removes a row, its execs with it. */
    public void delete(String id, List<EventDraft> drafts) {
        commit(drafts, () -> entities.createQuery("delete from ContainerEntity c where c.id = :id")
                .setParameter("id", id)
                .executeUpdate());
    }

    private void change(String id, List<EventDraft> drafts, Consumer<ContainerEntity> change) {
        commit(drafts, () -> {
            ContainerEntity entity = entities.find(ContainerEntity.class, id);
            if (entity == null) {
                throw new IllegalStateException("container " + id + " is not in the table");
            }
            change.accept(entity);
        });
    }

    private void commit(List<EventDraft> drafts, Runnable work) {
        transaction.executeWithoutResult(status -> {
            work.run();
            entities.flush(); // before the counter is locked, so that it is held for the commit alone
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
