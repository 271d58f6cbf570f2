package dev.davit.engine.container;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.CreatedContainer;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.Snapshot;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.userns.UserNamespaces;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.id.Ids;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Creates containers: a name, a snapshot, a row; all of them or none. */
@Component
public class Creation {

    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

    private final Containers containers;
    private final StorageApi storage;
    private final UserNamespaces namespaces;

    Creation(Containers containers, StorageApi storage, UserNamespaces namespaces) {
        this.namespaces = namespaces;
        this.containers = containers;
        this.storage = storage;
    }

    /** Creates one; see the contract. */
    public CreatedContainer create(@Nullable String name, ContainerSpec spec) {
        SpecRules.check(spec);
        IdMappings ids = namespaces.of(spec);
        String id = Ids.random();
        String chosen = reserve(name, id);
        try {
            Snapshot snapshot = storage.createSnapshot(Mounts.snapshotSpec(id, spec, ids));
            addOrUndo(id, chosen, () -> define(id, spec, snapshot, ids));
            return new CreatedContainer(id, List.of());
        } catch (RuntimeException failure) {
            containers.release(chosen, id);
            throw failure;
        }
    }

    private String reserve(@Nullable String name, String id) {
        if (name != null && !name.isEmpty()) {
            String checked = Names.check(name);
            containers.reserve(checked, id);
            return checked;
        }
        for (int attempt = 0; attempt < 10; attempt++) {
            String suggestion = Names.suggest(attempt);
            if (containers.tryReserve(suggestion, id)) {
                return suggestion;
            }
        }
        containers.reserve(id, id);
        return id;
    }

    private void addOrUndo(String id, String name, Supplier<Definition> definition) {
        try {
            containers.add(id, name, definition.get());
        } catch (RuntimeException failure) {
            undo(id);
            throw failure;
        }
    }

    private void undo(String id) {
        try {
            storage.removeSnapshot(id, true);
        } catch (DavitException failure) {
            LOG.warn("snapshot {} of a container that was not created stays behind: {}", id, failure.message());
        }
    }

    private static Definition define(String id, ContainerSpec spec, Snapshot snapshot, @Nullable IdMappings ids) {
        ContainerSpec merged = ImageMerge.merge(spec, snapshot.image().config(), id);
        List<String> words = ImageMerge.commandLine(merged.process());
        return new Definition(
                merged,
                Instant.now(),
                snapshot.image().id(),
                words.getFirst(),
                words.subList(1, words.size()),
                snapshot.image().driver(),
                Mounts.mountPoints(spec, snapshot),
                ids);
    }
}
