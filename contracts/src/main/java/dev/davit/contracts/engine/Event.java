package dev.davit.contracts.engine;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, in the order of {@code revision} without a gap.
 *
 * @param type {@code container}, {@code image}, {@code network}, {@code volume}
 * @param action such as {@code create}, {@code start}, {@code die}
 * @param actor id of what it happened to
 */
public record Event(
        long revision, Instant time, String type, String action, String actor, Map<String, String> attributes) {}
