package dev.davit.contracts.storage;

import java.util.List;

/** What a prune of images removed. */
public record ImagePrune(List<ImageRemoval> removed, long spaceReclaimed) {}
