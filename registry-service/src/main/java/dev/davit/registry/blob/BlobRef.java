package dev.davit.registry.blob;

/**
 * A blob as the database knows it.
 *
 * @param size in bytes
 * @param object its key in the {@link BlobStore}
 */
public record BlobRef(long id, String digest, long size, String object) {}
