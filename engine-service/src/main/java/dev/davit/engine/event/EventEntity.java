package dev.davit.engine.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "event")
class EventEntity {

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

    protected EventEntity() {}

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
