package dev.davit.registry.gc;

/**
 * What a collection did away with.
 *
 * @param links blobs taken from repositories in which nothing needed them
 * @param blobs that no repository had any more
 * @param bytes of these
 * @param orphans objects of the store that no blob had
 */
record Collected(int tags, int manifests, int links, int blobs, long bytes, int orphans) {}
