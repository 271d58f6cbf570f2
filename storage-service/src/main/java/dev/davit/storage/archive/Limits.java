package dev.davit.storage.archive;

/**
 * How much an archive may unpack to.
 *
 * @param bytes of all files
 * @param entries of all kinds
 */
public record Limits(long bytes, long entries) {
    /** No limits but the disk's: an archive that its owner sends into the owner's container. */
    public static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE);
}
