package dev.davit.contracts.storage;

/** A mounted root file system: its host path, and the user that was asked for. */
public record MountedSnapshot(String rootfs, UserIds user) {}
