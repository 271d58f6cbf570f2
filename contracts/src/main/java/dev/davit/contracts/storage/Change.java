package dev.davit.contracts.storage;

/** A path of a container that differs from the image. */
public record Change(String path, Kind kind) {
    /** In which way it differs. */
    public enum Kind {
        MODIFIED,
        ADDED,
        DELETED
    }
}
