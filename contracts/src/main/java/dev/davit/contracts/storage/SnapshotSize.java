package dev.davit.contracts.storage;

/** Bytes of the writable layer, and of all layers together. */
public record SnapshotSize(long writable, long total) {}
