package dev.davit.contracts.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A volume.
 *
 * @param mountpoint host path
 * @param containers ids of the containers that use it
 */
public record Volume(
        String name,
        String driver,
        String mountpoint,
        Instant created,
        Map<String, String> labels,
        Map<String, String> options,
        boolean anonymous,
        List<String> containers) {}
