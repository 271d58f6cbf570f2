package dev.davit.engine.api;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.SnapshotSize;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.container.Definition;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Observed;
import dev.davit.engine.exec.Execs;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.runtime.OciRuntime;
import dev.davit.platform.error.DavitException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Containers as the contract shows them. */
@Component
class ContainerViews {

    private final Execs execs;
    private final EnginePaths paths;
    private final StorageApi storage;
    private final OciRuntime runtime;

    ContainerViews(Execs execs, EnginePaths paths, StorageApi storage, OciRuntime runtime) {
        this.execs = execs;
        this.paths = paths;
        this.storage = storage;
        this.runtime = runtime;
    }

    Container view(LiveContainer container, boolean withSize) {
        Definition definition = container.definition();
        Observed observed = container.observed();
        Sandbox sandbox = observed.sandbox();
        SnapshotSize size = withSize ? size(container) : null;
        String asked = definition.spec().security().runtime();
        boolean logged = !definition.spec().log().driver().equals("none");
        return new Container(
                container.id(),
                container.name(),
                definition.created(),
                definition.spec(),
                definition.imageId(),
                definition.path(),
                definition.args(),
                state(container, observed),
                observed.restartCount(),
                definition.driver(),
                asked.isEmpty() ? runtime.name() : asked,
                logged ? paths.log(container.id()).toString() : "",
                sandbox == null ? "" : sandbox.hostnamePath(),
                sandbox == null ? "" : sandbox.hostsPath(),
                sandbox == null ? "" : sandbox.resolvConfPath(),
                definition.mounts(),
                sandbox,
                execs.of(container.id()),
                size == null ? null : size.writable(),
                size == null ? null : size.total());
    }

    private @Nullable SnapshotSize size(LiveContainer container) {
        try {
            return storage.size(container.id());
        } catch (DavitException gone) {
            return null;
        }
    }

    private static ContainerState state(LiveContainer container, Observed observed) {
        return new ContainerState(
                observed.status(),
                observed.pid(),
                observed.exitCode(),
                observed.error(),
                observed.oomKilled(),
                observed.startedAt(),
                observed.finishedAt(),
                container.health());
    }
}
