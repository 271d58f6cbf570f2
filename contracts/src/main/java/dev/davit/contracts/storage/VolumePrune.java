package dev.davit.contracts.storage;

import java.util.List;

/** What a prune of volumes removed, by name. */
public record VolumePrune(List<String> removed, long spaceReclaimed) {}
