package dev.davit.contracts.engine;

/**
 * A mount as it was made.
 *
 * @param name of a volume; empty otherwise
 * @param source host path; empty for tmpfs
 * @param driver of a volume; empty otherwise
 * @param mode option text of the short form, such as {@code ro} or {@code z}
 */
public record MountPoint(
        MountType type,
        String name,
        String source,
        String destination,
        String driver,
        String mode,
        boolean readWrite,
        String propagation) {}
