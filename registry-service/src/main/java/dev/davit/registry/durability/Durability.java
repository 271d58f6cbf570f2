package dev.davit.registry.durability;

/** What is answered 201 outlives a loss of power. */
@FunctionalInterface
public interface Durability {

    /** Returns when the transactions that this thread committed are on the disk. */
    void await();
}
