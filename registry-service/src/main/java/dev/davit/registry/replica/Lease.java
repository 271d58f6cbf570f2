package dev.davit.registry.replica;

import java.util.function.BooleanSupplier;

/**
 * That this process, and no other, is at something.
 *
 * @param epoch one more each time that somebody takes it: who holds the next one knows that nobody was there meanwhile
 */
public record Lease(String key, long epoch, BooleanSupplier standing) {

    /** Whether it can still be relied on: no answer of the database for too long ends it. */
    public boolean stands() {
        return standing.getAsBoolean();
    }
}
