package dev.davit.contracts.engine;

import java.util.List;

/**
 * A periodic probe. Durations in nanoseconds; zero inherits the image's or the default.
 *
 * @param test {@code ["NONE"]}, {@code ["CMD", …]}, {@code ["CMD-SHELL", command]}; empty inherits
 */
public record Healthcheck(
        List<String> test, long interval, long timeout, long startPeriod, long startInterval, int retries) {}
