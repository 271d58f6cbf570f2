package dev.davit.contracts.engine;

/** Whether an idempotent request changed anything (Docker answers 304 when it did not). */
public record Outcome(boolean changed) {}
