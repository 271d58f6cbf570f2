package dev.davit.engine.exec;

import dev.davit.contracts.engine.ExecSpec;
import dev.davit.engine.event.EventDraft;
import dev.davit.engine.event.EventLog;
import dev.davit.platform.database.Commits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of execs. Each change commits with its events in one transaction. */
@Component
class ExecStore {

    private final ExecRepository rows;
    private final Commits commits;
    private final EventLog events;
    private final JsonMapper json;

    ExecStore(ExecRepository rows, Commits commits, EventLog events, JsonMapper json) {
        this.rows = rows;
        this.commits = commits;
        this.events = events;
        this.json = json;
    }

    List<ExecEntity> all() {
        return rows.findAllByOrderByCreated();
    }

    ExecSpec spec(ExecEntity row) {
        return json.readValue(row.spec(), ExecSpec.class);
    }

    void insert(LiveExec exec, EventDraft draft) {
        String spec = json.writeValueAsString(exec.spec());
        commit(
                draft,
                () -> commits.jdbc()
                        .update(
                                "insert into exec (id, container_id, created, spec, phase, pid) values (?, ?, ?, ?, ?, 0)",
                                exec.id(),
                                exec.containerId(),
                                System.currentTimeMillis(),
                                spec,
                                LiveExec.Phase.CREATED.name()));
    }

    // Its container may be gone, and the row with it.
    void observe(LiveExec exec, LiveExec.Phase phase, int pid, @Nullable Integer exitCode, @Nullable EventDraft draft) {
        commit(
                draft,
                () -> commits.jdbc()
                        .update(
                                "update exec set phase = ?, pid = ?, exit_code = ? where id = ?",
                                phase.name(),
                                pid,
                                exitCode,
                                exec.id()));
    }

    private void commit(@Nullable EventDraft draft, Runnable work) {
        commits.run(() -> {
            work.run();
            events.append(draft == null ? List.of() : List.of(draft));
        });
        events.wake();
    }
}
