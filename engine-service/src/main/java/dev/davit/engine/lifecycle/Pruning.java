package dev.davit.engine.lifecycle;

import dev.davit.contracts.engine.PruneReport;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Removes containers that do not run. */
@Component
public class Pruning {

    private final Containers containers;
    private final Removals removals;
    private final StorageApi storage;

    Pruning(Containers containers, Removals removals, StorageApi storage) {
        this.containers = containers;
        this.removals = removals;
        this.storage = storage;
    }

    /** Removes those that the filters let through; see the contract. */
    public PruneReport prune(@Nullable String filters) {
        PruneFilter filter = PruneFilter.parse(filters);
        List<String> removed = new ArrayList<>();
        long reclaimed = 0;
        for (LiveContainer container : containers.all()) {
            if (container.observed().running() || container.removing() || !filter.matches(container)) {
                continue;
            }
            long size = size(container);
            if (remove(container)) {
                removed.add(container.id());
                reclaimed += size;
            }
        }
        return new PruneReport(removed, reclaimed);
    }

    private long size(LiveContainer container) {
        try {
            return storage.size(container.id()).writable();
        } catch (DavitException unknown) {
            return 0;
        }
    }

    // Started or removed by somebody else meanwhile: left alone.
    private boolean remove(LiveContainer container) {
        try {
            removals.remove(container, false, false);
            return true;
        } catch (DavitException failure) {
            if (failure.kind() == ErrorKind.CONFLICT || failure.kind() == ErrorKind.NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }
}
