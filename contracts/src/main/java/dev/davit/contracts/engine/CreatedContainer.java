package dev.davit.contracts.engine;

import java.util.List;

/** A container that was created, and what the client should know of it. */
public record CreatedContainer(String id, List<String> warnings) {}
