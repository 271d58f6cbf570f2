package dev.davit.registry.blob;

/**
 * A blob as the database knows it.
 *
 * @param size in bytes
 * @param object its key in the {@link BlobStore}
 * @param marked whether it is to be collected, from the repository that was asked or altogether, if nobody says otherwise
 */
public record BlobRef(long id, String digest, long size, String object, boolean marked) {}
