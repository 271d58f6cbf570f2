package dev.davit.storage.layer;

/**
 * A compressed form of a layer, as a registry has it.
 *
 * @param held whether its bytes are in the blob store; else only its digest is remembered
 */
public record LayerBlob(String digest, String diffId, String mediaType, long size, boolean held) {}
