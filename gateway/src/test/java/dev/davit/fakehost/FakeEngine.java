package dev.davit.fakehost;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.CreatedContainer;
import dev.davit.contracts.engine.EngineApi;
import dev.davit.contracts.engine.EngineStatus;
import dev.davit.contracts.engine.Event;
import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.contracts.engine.ExitStatus;
import dev.davit.contracts.engine.Outcome;
import dev.davit.contracts.engine.ProcessTable;
import dev.davit.contracts.engine.PruneReport;
import dev.davit.contracts.engine.StatsSample;
import dev.davit.contracts.engine.UpdateSpec;
import dev.davit.contracts.engine.WaitCondition;
import dev.davit.contracts.storage.Change;
import dev.davit.contracts.storage.PathStat;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.id.Ids;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.InputStreamResource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** An engine whose containers are scripts in memory: {@code echo TEXT}, {@code cat}, {@code exit CODE}. */
@RestController
public class FakeEngine implements EngineApi {

    final Map<String, FakeContainer> containers = new ConcurrentHashMap<>();
    final Map<String, Exec> execs = new ConcurrentHashMap<>();
    public final List<String> calls = new ArrayList<>();
    private final JsonMapper json;

    FakeEngine(JsonMapper json) {
        this.json = json;
    }

    /** The only container, or the newest. */
    public FakeContainer newest() {
        return containers.values().stream()
                .max((a, b) -> a.created.compareTo(b.created))
                .orElseThrow();
    }

    public void clear() {
        containers.clear();
        execs.clear();
        calls.clear();
    }

    private FakeContainer find(String ref) {
        return containers.values().stream()
                .filter(each -> each.id.startsWith(ref) || each.name.equals(ref))
                .findFirst()
                .orElseThrow(() -> DavitException.notFound("No such container: " + ref));
    }

    @Override
    public CreatedContainer create(String name, ContainerSpec spec) {
        if (spec.image().startsWith("absent")) {
            throw DavitException.notFound("No such image: " + spec.image() + ":latest");
        }
        String chosen = name == null ? "quiet_fake" : name;
        if (containers.values().stream().anyMatch(each -> each.name.equals(chosen))) {
            throw DavitException.conflict("Conflict. The container name \"/" + chosen + "\" is already in use");
        }
        FakeContainer container = new FakeContainer(Ids.random(), chosen, spec, containers::remove);
        containers.put(container.id, container);
        return new CreatedContainer(container.id, List.of());
    }

    @Override
    public List<Container> list(boolean size) {
        return containers.values().stream().map(FakeContainer::view).toList();
    }

    @Override
    public Container inspect(String ref, boolean size) {
        return find(ref).view();
    }

    @Override
    public Outcome start(String ref) {
        FakeContainer container = find(ref);
        if (container.status == ContainerStatus.RUNNING) {
            return new Outcome(false);
        }
        container.start();
        return new Outcome(true);
    }

    @Override
    public Outcome stop(String ref, String signal, Integer timeout) {
        FakeContainer container = find(ref);
        calls.add("stop " + signal + " " + timeout);
        if (container.status != ContainerStatus.RUNNING) {
            return new Outcome(false);
        }
        container.end(137);
        return new Outcome(true);
    }

    @Override
    public void restart(String ref, String signal, Integer timeout) {
        find(ref);
    }

    @Override
    public void kill(String ref, String signal) {
        FakeContainer container = find(ref);
        if (container.status != ContainerStatus.RUNNING) {
            throw DavitException.conflict("container " + container.id + " is not running");
        }
        container.end(137);
    }

    @Override
    public void pause(String ref) {
        find(ref).status = ContainerStatus.PAUSED;
    }

    @Override
    public void unpause(String ref) {
        find(ref).status = ContainerStatus.RUNNING;
    }

    @Override
    public void rename(String ref, String name) {
        find(ref).name = name;
    }

    @Override
    public List<String> update(String ref, UpdateSpec spec) {
        find(ref).updated = spec;
        return List.of();
    }

    @Override
    public InputStream await(String ref, WaitCondition condition) {
        FakeContainer container = find(ref);
        return new Deferred(() -> {
            container.awaitEnd();
            return json.writeValueAsBytes(new ExitStatus(container.exitCode, null));
        });
    }

    @Override
    public void remove(String ref, boolean force, boolean volumes) {
        FakeContainer container = find(ref);
        if (container.status == ContainerStatus.RUNNING && !force) {
            throw DavitException.conflict("cannot remove container \"/" + container.name
                    + "\": container is running: stop the container before removing or force remove");
        }
        containers.remove(container.id);
    }

    @Override
    public void resize(String ref, int rows, int cols) {
        calls.add("resize " + rows + " " + cols);
    }

    @Override
    public InputStream logs(
            String ref,
            boolean follow,
            boolean stdout,
            boolean stderr,
            String since,
            String until,
            boolean timestamps,
            String tail) {
        FakeContainer container = find(ref);
        calls.add("logs since=" + since + " tail=" + tail);
        return new ByteArrayInputStream(container.output.toByteArray());
    }

    @Override
    public InputStream stats(String ref, boolean stream) {
        FakeContainer container = find(ref);
        StatsSample first = container.sample(1_000);
        String lines = text(first) + "\n" + (stream ? text(container.sample(5_000)) + "\n" : "");
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    private String text(Object value) {
        return json.writeValueAsString(value);
    }

    @Override
    public ProcessTable processes(String ref, String args) {
        return new ProcessTable(List.of("PID", "CMD"), List.of(List.of("1", args)));
    }

    @Override
    public List<Change> changes(String ref) {
        return List.of(new Change("/etc", Change.Kind.MODIFIED), new Change("/new", Change.Kind.ADDED));
    }

    @Override
    public InputStream export(String ref) {
        return new ByteArrayInputStream("tar".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public PathStat stat(String ref, String path) {
        if (path.equals("/absent")) {
            throw DavitException.notFound("Could not find the file /absent in container " + ref);
        }
        return new PathStat("hosts", 12, 420, Instant.parse("2026-11-22T10:00:00Z"), "");
    }

    @Override
    public InputStream readArchive(String ref, String path) {
        return new ByteArrayInputStream(("tar of " + path).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void writeArchive(
            String ref, String path, boolean noOverwriteDirNonDir, boolean copyUidGid, InputStreamResource tar) {
        try (InputStream in = tar.getInputStream()) {
            calls.add("archive " + path + " " + in.readAllBytes().length);
        } catch (IOException failure) {
            throw DavitException.internal("cannot read", failure);
        }
    }

    @Override
    public PruneReport prune(String filters) {
        calls.add("prune " + filters);
        return new PruneReport(List.of(), 0);
    }

    @Override
    public Exec createExec(String ref, ExecSpec spec) {
        Exec exec = new Exec(Ids.random(), find(ref).id, spec, false, 0, null);
        execs.put(exec.id(), exec);
        return exec;
    }

    @Override
    public Exec exec(String id) {
        Exec exec = execs.get(id);
        if (exec == null) {
            throw DavitException.notFound("No such exec instance: " + id);
        }
        return exec;
    }

    @Override
    public void startExec(String id) {
        exec(id);
        calls.add("startExec");
    }

    @Override
    public void resizeExec(String id, int rows, int cols) {
        calls.add("resizeExec " + rows + " " + cols);
    }

    @Override
    public InputStream events(String since, String until) {
        Map<String, String> attributes = new LinkedHashMap<>(Map.of("image", "busybox", "name", "quiet_fake"));
        attributes.put("color", "blue");
        Instant time = Instant.parse("2026-11-22T10:00:00.5Z");
        String lines = text(new Event(1, time, "container", "create", "abc", attributes)) + "\n"
                + text(new Event(2, time, "container", "start", "abc", attributes)) + "\n"
                + text(new Event(3, time, "network", "connect", "net", Map.of("container", "abc"))) + "\n";
        return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                containers.size(),
                0,
                0,
                containers.size(),
                "fakehost",
                "6.1.0",
                "Debian GNU/Linux 12 (bookworm)",
                "12",
                "x86_64",
                2,
                8L << 30,
                "cgroupfs",
                "1",
                "davit",
                Map.of("davit", "/opt/davit/davit-runtime"),
                "0.1.0",
                List.of("name=seccomp,profile=builtin", "name=cgroupns"),
                Map.of("memory", true, "swap", true, "cpu", true, "cpuset", true, "pids", true),
                List.of());
    }

    @PostMapping("/containers/{ref}/attach")
    void attach(
            @PathVariable String ref,
            @RequestParam boolean stdin,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        FakeContainer container = find(ref);
        String type = container.spec.process().tty() ? "raw" : "multiplexed";
        HijackedConnection.upgrade(
                request, response, "tcp", "application/vnd.docker." + type + "-stream", container::hold);
    }

    @PostMapping("/execs/{id}/attach")
    void attachExec(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Exec exec = exec(id);
        if (exec.spec().command().getFirst().equals("nosuch")) {
            throw DavitException.invalid("OCI runtime exec failed: exec: \"nosuch\": executable file not found");
        }
        HijackedConnection.upgrade(request, response, "tcp", "application/octet-stream", (in, out) -> {
            int code = FakeContainer.run(exec.spec().command(), exec.spec().tty(), in, out);
            execs.put(id, new Exec(id, exec.containerId(), exec.spec(), false, 0, code));
        });
    }
}
