package dev.davit.engine.event;

import java.util.Map;

/** An event that is to be logged; see {@link dev.davit.contracts.engine.Event}. */
public record EventDraft(String type, String action, String actor, Map<String, String> attributes) {}
