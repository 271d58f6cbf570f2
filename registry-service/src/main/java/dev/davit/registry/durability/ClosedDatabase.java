package dev.davit.registry.durability;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Takes connections out of the pool that will never work again. H2 closes its database when it cannot write to the disk,
 * and opens it again with the next connection; those of before believe that they are valid. Named in the settings of the
 * pool.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    private static final int IO_FAILED = 90028;
    private static final int CLOSED = 90098;
    private static final int CLOSED_FOR_GOOD = 90121;
    private static final int CONNECTION_BROKEN = 90067;

    /** The pool's. */
    public ClosedDatabase() {}

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case IO_FAILED, CLOSED, CLOSED_FOR_GOOD, CONNECTION_BROKEN -> Override.MUST_EVICT;
            default -> Override.CONTINUE_EVICT;
        };
    }
}
