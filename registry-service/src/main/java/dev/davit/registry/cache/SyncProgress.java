package dev.davit.registry.cache;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far a sync has come. */
final class SyncProgress {

    private static final int SAID = 100;

    private final String upstream;
    private final Instant started = Instant.now();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int tags;
    private int manifests;
    private int blobs;

    SyncProgress(String upstream) {
        this.upstream = upstream;
    }

    /** Whether this sync comes to it for the first time. */
    boolean isNew(String repository, String digest) {
        return seen.add(repository + "@" + digest);
    }

    void tag() {
        tags++;
    }

    void manifest() {
        manifests++;
    }

    void blob() {
        blobs++;
    }

    void failed(String what, Exception failure) {
        if (failures.size() < SAID) {
            failures.add(what + ": " + failure.getMessage());
        }
    }

    SyncReport report(boolean finished) {
        return new SyncReport(
                upstream, started, finished ? Instant.now() : null, tags, manifests, blobs, List.copyOf(failures));
    }
}
