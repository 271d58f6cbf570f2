package dev.davit.contracts.storage;

import java.util.Map;

/**
 * Disk use in bytes.
 *
 * @param layers of all layers, each once
 * @param snapshots writable layer by container id
 * @param volumes by name
 * @param shared by image id, bytes of layers that other images have too
 */
public record StorageUsage(
        long layers, Map<String, Long> snapshots, Map<String, Long> volumes, Map<String, Long> shared) {}
