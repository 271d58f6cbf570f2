package dev.davit.contracts.engine;

/** What a mount's content is. */
public enum MountType {
    BIND,
    VOLUME,
    TMPFS
}
