package dev.davit.engine.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

@Entity
@Table(name = "event")
class EventEntity implements Persistable<Long> {

    @Id
    private long revision;

    private long occurred;

    @Column(nullable = false)
    private String type = "";

    @Column(nullable = false)
    private String action = "";

    @Column(nullable = false)
    private String actor = "";

    @Column(nullable = false, length = 1048576)
    private String attributes = "";

    @Transient
    private boolean fresh;

    protected EventEntity() {}

    EventEntity(long revision, long occurred, EventDraft draft, String attributes) {
        this.revision = revision;
        this.occurred = occurred;
        this.type = draft.type();
        this.action = draft.action();
        this.actor = draft.actor();
        this.attributes = attributes;
        this.fresh = true;
    }

    @Override
    public @Nullable Long getId() {
        return revision;
    }

    @Override
    public boolean isNew() {
        return fresh;
    }

    long revision() {
        return revision;
    }

    long occurred() {
        return occurred;
    }

    String type() {
        return type;
    }

    String action() {
        return action;
    }

    String actor() {
        return actor;
    }

    String attributes() {
        return attributes;
    }
}
