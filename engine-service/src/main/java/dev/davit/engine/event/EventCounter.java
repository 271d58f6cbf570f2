package dev.davit.engine.event;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one row that gives revisions; whoever takes one holds the row until it commits. */
@Entity
@Table(name = "event_counter")
class EventCounter {

    static final int ONLY = 1;

    @Id
    private int id;

    private long revision;

    protected EventCounter() {}

    long revision() {
        return revision;
    }
}
