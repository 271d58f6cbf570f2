package dev.davit.network.row;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

/** A row that is inserted and deleted, never changed: saving it asks for none of its kind first. */
@MappedSuperclass
public abstract class ImmutableRow implements Persistable<String> {

    @Id
    private String id;

    private Instant created;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected ImmutableRow() {}

    /** A new one. */
    protected ImmutableRow(String id, Instant created) {
        this.id = id;
        this.created = created;
    }

    @Override
    public final String getId() {
        return id;
    }

    @Override
    public final boolean isNew() {
        return true;
    }

    /** When it was made. */
    public final Instant created() {
        return created;
    }
}
