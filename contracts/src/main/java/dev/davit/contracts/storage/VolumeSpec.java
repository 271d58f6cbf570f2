package dev.davit.contracts.storage;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A volume to make; {@code name} null for an anonymous one, {@code driver} null for {@code local}. */
public record VolumeSpec(
        @Nullable String name, @Nullable String driver, Map<String, String> options, Map<String, String> labels) {}
