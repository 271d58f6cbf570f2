package dev.davit.engine.api;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.CreatedContainer;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.EngineStatus;
import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.contracts.engine.Outcome;
import dev.davit.contracts.engine.ProcessTable;
import dev.davit.contracts.engine.PruneReport;
import dev.davit.contracts.engine.UpdateSpec;
import dev.davit.contracts.engine.WaitCondition;
import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.PathStat;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.engine.bundle.Bundles;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.Creation;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.event.EventStreams;
import dev.davit.engine.exec.ExecStarts;
import dev.davit.engine.exec.Execs;
import dev.davit.engine.lifecycle.Lifecycle;
import dev.davit.engine.logs.LogQuery;
import dev.davit.engine.logs.Logs;
import dev.davit.engine.stats.Stats;
import dev.davit.engine.status.Status;
import dev.davit.engine.top.Top;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The contract over HTTP. It only finds the container and passes on. */
@RestController
class EngineController implements EngineApi {

    private final Containers containers;
    private final Creation creation;
    private final ContainerViews views;
    private final Lifecycle lifecycle;
    private final Bundles bundles;
    private final Execs execs;
    private final ExecStarts execStarts;
    private final Logs logs;
    private final Stats stats;
    private final Top top;
    private final EventStreams events;
    private final Status status;
    private final StorageApi storage;
    private final JsonMapper json;

    EngineController(
            Containers containers,
            Creation creation,
            ContainerViews views,
            Lifecycle lifecycle,
            Bundles bundles,
            Execs execs,
            ExecStarts execStarts,
            Logs logs,
            Stats stats,
            Top top,
            EventStreams events,
            Status status,
            StorageApi storage,
            JsonMapper json) {
        this.containers = containers;
        this.creation = creation;
        this.views = views;
        this.lifecycle = lifecycle;
        this.bundles = bundles;
        this.execs = execs;
        this.execStarts = execStarts;
        this.logs = logs;
        this.stats = stats;
        this.top = top;
        this.events = events;
        this.status = status;
        this.storage = storage;
        this.json = json;
    }

    @Override
    public CreatedContainer create(@Nullable String name, ContainerSpec spec) {
        bundles.check(spec);
        return creation.create(name, spec);
    }

    @Override
    public List<Container> list(boolean size) {
        return containers.all().stream()
                .map(container -> views.view(container, size))
                .toList();
    }

    @Override
    public Container inspect(String ref, boolean size) {
        return views.view(containers.find(ref), size);
    }

    @Override
    public Outcome start(String ref) {
        return lifecycle.starts().start(containers.find(ref));
    }

    @Override
    public Outcome stop(String ref, @Nullable String signal, @Nullable Integer timeout) {
        return lifecycle.stops().stop(containers.find(ref), signal, timeout);
    }

    @Override
    public void restart(String ref, @Nullable String signal, @Nullable Integer timeout) {
        lifecycle.restarts().restart(containers.find(ref), signal, timeout);
    }

    @Override
    public void kill(String ref, @Nullable String signal) {
        lifecycle.stops().kill(containers.find(ref), signal);
    }

    @Override
    public void pause(String ref) {
        lifecycle.pauses().pause(containers.find(ref));
    }

    @Override
    public void unpause(String ref) {
        lifecycle.pauses().unpause(containers.find(ref));
    }

    @Override
    public void rename(String ref, String name) {
        lifecycle.updates().rename(containers.find(ref), name);
    }

    @Override
    public List<String> update(String ref, UpdateSpec spec) {
        return lifecycle.updates().update(containers.find(ref), spec);
    }

    @Override
    public InputStream await(String ref, WaitCondition condition) {
        return new FutureBody<>(containers.find(ref).await(condition), json::writeValueAsString);
    }

    @Override
    public void remove(String ref, boolean force, boolean volumes) {
        lifecycle.removals().remove(containers.find(ref), force, volumes);
    }

    @Override
    public void resize(String ref, int rows, int cols) {
        lifecycle.terminals().resize(containers.find(ref), rows, cols);
    }

    @Override
    public InputStream logs(
            String ref,
            boolean follow,
            boolean stdout,
            boolean stderr,
            @Nullable String since,
            @Nullable String until,
            boolean timestamps,
            String tail) {
        LiveContainer container = containers.find(ref);
        return logs.open(container, LogQuery.parse(follow, stdout, stderr, since, until, timestamps, tail));
    }

    @Override
    public InputStream stats(String ref, boolean stream) {
        return stats.open(containers.find(ref), stream);
    }

    @Override
    public ProcessTable processes(String ref, String args) {
        return top.list(containers.find(ref), args);
    }

    @Override
    public List<Change> changes(String ref) {
        return storage.changes(containers.find(ref).id());
    }

    @Override
    public InputStream export(String ref) {
        return storage.export(containers.find(ref).id());
    }

    @Override
    public PathStat stat(String ref, String path) {
        LiveContainer container = containers.find(ref);
        return AsCalled.as(
                ref,
                container,
                () -> storage.stat(container.id(), path, container.observed().pid()));
    }

    @Override
    public InputStream readArchive(String ref, String path) {
        LiveContainer container = containers.find(ref);
        return AsCalled.as(
                ref,
                container,
                () -> storage.readArchive(
                        container.id(), path, container.observed().pid()));
    }

    @Override
    public void writeArchive(
            String ref, String path, boolean noOverwriteDirNonDir, boolean copyUidGid, InputStreamResource tar) {
        LiveContainer container = containers.find(ref);
        storage.writeArchive(
                container.id(),
                path,
                noOverwriteDirNonDir,
                copyUidGid,
                container.observed().pid(),
                tar);
    }

    @Override
    public PruneReport prune(@Nullable String filters) {
        return lifecycle.pruning().prune(filters);
    }

    @Override
    public Exec createExec(String ref, ExecSpec spec) {
        return execs.create(containers.find(ref), spec);
    }

    @Override
    public Exec exec(String id) {
        return execs.view(id);
    }

    @Override
    public void startExec(String id) {
        execStarts.start(id);
    }

    @Override
    public void resizeExec(String id, int rows, int cols) {
        execStarts.resize(id, rows, cols);
    }

    @Override
    public InputStream events(@Nullable String since, @Nullable String until) {
        return events.open(since, until);
    }

    @Override
    public EngineStatus status() {
        return status.read();
    }
}
