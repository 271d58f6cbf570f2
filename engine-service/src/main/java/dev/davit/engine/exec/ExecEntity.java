package dev.davit.engine.exec;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "exec")
class ExecEntity {

    @Id
    @Column(length = 64)
    private String id = "";

    @Column(name = "container_id", nullable = false, length = 64)
    private String containerId = "";

    private long created;

    @Column(nullable = false, length = 1048576)
    private String spec = "";

    @Column(nullable = false)
    private String phase = "";

    private int pid;

    @Column(name = "exit_code")
    private @Nullable Integer exitCode;

    protected ExecEntity() {}

    String id() {
        return id;
    }

    String containerId() {
        return containerId;
    }

    long created() {
        return created;
    }

    String spec() {
        return spec;
    }

    LiveExec.Phase phase() {
        return LiveExec.Phase.valueOf(phase);
    }

    int pid() {
        return pid;
    }

    @Nullable Integer exitCode() {
        return exitCode;
    }
}
