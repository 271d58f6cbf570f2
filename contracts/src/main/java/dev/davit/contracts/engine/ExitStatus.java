package dev.davit.contracts.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a container ended.
 *
 * @param code exit code, or 128 and the signal's number
 * @param error what went wrong with the wait; null when nothing did
 */
public record ExitStatus(int code, @Nullable String error) {}
