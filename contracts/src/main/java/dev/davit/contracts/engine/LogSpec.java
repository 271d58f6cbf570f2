package dev.davit.contracts.engine;

import java.util.Map;

/**
 * Where a container's output is kept.
 *
 * @param driver {@code json-file} or {@code none}; empty for the default
 * @param options {@code max-size}, {@code max-file}
 */
public record LogSpec(String driver, Map<String, String> options) {
    /** The default driver without options. */
    public static final LogSpec DEFAULT = new LogSpec("json-file", Map.of());
}
