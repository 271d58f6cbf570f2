package dev.davit.storage.layer;

/**
 * A layer on disk.
 *
 * @param diffId digest of its tar
 * @param folder name of its folder
 * @param size bytes of its files
 * @param tarSize bytes of its tar
 * @param recipe whether its tar can be made again from its files; else a compressed blob is held
 */
public record Layer(String diffId, String folder, long size, long tarSize, boolean recipe) {}
