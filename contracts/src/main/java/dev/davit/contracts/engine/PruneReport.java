package dev.davit.contracts.engine;

import java.util.List;

/** What a prune removed. */
public record PruneReport(List<String> removed, long spaceReclaimed) {}
