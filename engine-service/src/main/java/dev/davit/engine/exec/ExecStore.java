package dev.davit.engine.exec;

import dev.davit.contracts.engine.ExecSpec;
import dev.davit.engine.event.EventDraft;
import dev.davit.engine.event.EventLog;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The table of execs. Each change commits with its events in one transaction. */
@Component
class ExecStore {

    private final EntityManager entities;
    private final TransactionTemplate transaction;
    private final EventLog events;
    private final JsonMapper json;

    ExecStore(EntityManager entities, PlatformTransactionManager transactions, EventLog events, JsonMapper json) {
        this.entities = entities;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.json = json;
    }

    List<ExecEntity> all() {
        List<ExecEntity> rows = transaction.execute(
                status -> entities.createQuery("select e from ExecEntity e order by e.created", ExecEntity.class)
                        .getResultList());
        return rows == null ? List.of() : rows;
    }

    ExecSpec spec(ExecEntity row) {
        return json.readValue(row.spec(), ExecSpec.class);
    }

    void insert(LiveExec exec, EventDraft draft) {
        ExecEntity row = new ExecEntity(
                exec.id(), exec.containerId(), System.currentTimeMillis(), json.writeValueAsString(exec.spec()));
        commit(draft, () -> entities.persist(row));
    }

    void observe(
            LiveExec exec, LiveExec.Phase phase, int pid, @Nullable Integer exitCode, @Nullable EventDraft draft) {
        commit(draft, () -> {
            ExecEntity row = entities.find(ExecEntity.class, exec.id());
            if (row != null) { // its container may be gone, and the row with it
                row.observe(phase, pid, exitCode);
            }
        });
    }

    private void commit(@Nullable EventDraft draft, Runnable work) {
        transaction.executeWithoutResult(status -> {
            work.run();
            entities.flush();
            events.append(draft == null ? List.of() : List.of(draft));
        });
        events.wake();
    }
}
