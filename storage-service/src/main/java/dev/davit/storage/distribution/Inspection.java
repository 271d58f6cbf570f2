package dev.davit.storage.distribution;

import java.util.List;

/** What {@code GET /distribution/NAME/json} answers: what a name points to, and the platforms it is for. */
public record Inspection(Descriptor descriptor, List<Platform> platforms) {}
