package dev.davit.engine.runtime;

import dev.davit.contracts.storage.IdMappings;
import dev.davit.engine.host.EnginePaths;
import dev.davit.engine.host.EngineProperties;
import dev.davit.engine.kernel.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The executor of this platform, {@code davit-runtime}, or its monitor with another OCI runtime in its place. */
@Component
class DavitRuntime implements OciRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(DavitRuntime.class);

    private final Path executor;
    private final @Nullable Path foreign;
    private final EnginePaths paths;
    private final JsonMapper json;

    DavitRuntime(EngineProperties properties, EnginePaths paths, JsonMapper json) {
        this.executor = properties.runtimePath() == null
                ? beside()
                : properties.runtimePath().toAbsolutePath();
        this.foreign = properties.foreignRuntime();
        this.paths = paths;
        this.json = json;
    }

    // An extracted jar lies in its own folder, the executor next to it; in a build it lies in target/native.
    private static Path beside() {
        String jar = System.getProperty("java.class.path", "").split(":", 2)[0];
        Path folder = Path.of(jar).toAbsolutePath().getParent();
        Path beside = (folder == null ? Path.of("/") : folder).resolve("davit-runtime");
        return Files.isExecutable(beside)
                ? beside
                : beside.resolveSibling("native").resolve("davit-runtime");
    }

    @Override
    public MonitorProcess create(MonitorSpec spec) throws IOException, RuntimeFailure {
        EnginePaths.make(paths.runtimeRoot());
        ChildProcess child = ChildProcess.spawn(command(spec), spec.folder().resolve("monitor.log"));
        return MonitorProcess.await(child, json);
    }

    @Override
    public HeldNamespaces hold(Path folder, IdMappings ids) throws IOException, RuntimeFailure {
        List<String> words = new ArrayList<>(List.of("--net"));
        ids.uids().forEach(range -> words.addAll(List.of("--uid-map", mapping(range))));
        ids.gids().forEach(range -> words.addAll(List.of("--gid-map", mapping(range))));
        return hold(folder, words);
    }

    @Override
    public HeldNamespaces hold(Path folder, String user) throws IOException, RuntimeFailure {
        return hold(folder, List.of("--net", "--user", user));
    }

    private HeldNamespaces hold(Path folder, List<String> options) throws IOException, RuntimeFailure {
        List<String> words = new ArrayList<>(List.of(executor.toString(), "hold"));
        words.addAll(options);
        Path errors = folder.resolve("hold.log");
        return HeldNamespaces.await(ChildProcess.spawn(words, errors), errors, json);
    }

    private static String mapping(IdMappings.Range range) {
        return range.container() + ":" + range.host() + ":" + range.size();
    }

    private List<String> command(MonitorSpec spec) {
        List<String> words = new ArrayList<>(
                List.of(executor.toString(), "--root", paths.runtimeRoot().toString(), "monitor"));
        if (foreign != null) {
            words.addAll(List.of("--runtime", foreign.toString()));
        }
        if (spec.execIn() == null) {
            words.addAll(List.of("--bundle", spec.folder().toString()));
        } else {
            words.addAll(List.of(
                    "--exec",
                    spec.execIn(),
                    "--process",
                    processFile(spec.folder()).toString()));
        }
        words.addAll(List.of("--socket", EnginePaths.socket(spec.folder()).toString()));
        words.addAll(List.of("--exit-file", EnginePaths.exitFile(spec.folder()).toString()));
        addLog(words, spec.log());
        addStreams(words, spec);
        words.add(spec.id());
        return words;
    }

    private static Path processFile(Path folder) {
        return folder.resolve("process.json");
    }

    private static void addLog(List<String> words, MonitorSpec.@Nullable Log log) {
        if (log == null) {
            return;
        }
        words.addAll(List.of("--log-file", log.file().toString()));
        if (log.maxSize() > 0) {
            words.addAll(List.of("--log-max-size", Long.toString(log.maxSize())));
            words.addAll(List.of("--log-max-files", Integer.toString(log.maxFiles())));
        }
    }

    private static void addStreams(List<String> words, MonitorSpec spec) {
        if (spec.tty()) {
            words.add("--tty");
        }
        if (spec.stdin()) {
            words.add("--stdin");
        }
        if (spec.stdinOnce()) {
            words.add("--stdin-once");
        }
        if (spec.rows() > 0 && spec.columns() > 0) {
            words.addAll(List.of("--rows", Integer.toString(spec.rows()), "--cols", Integer.toString(spec.columns())));
        }
    }

    @Override
    public void pause(String id) throws IOException, RuntimeFailure {
        run("", "pause", id);
    }

    @Override
    public void resume(String id) throws IOException, RuntimeFailure {
        run("", "resume", id);
    }

    @Override
    public void update(String id, String resources) throws IOException, RuntimeFailure {
        run(resources, "update", "--resources", "-", id);
    }

    @Override
    public void discard(String id) {
        try {
            run("", "delete", "--force", id);
        } catch (IOException | RuntimeFailure failure) {
            LOG.warn("cannot discard what is left of {}: {}", id, failure.getMessage());
        }
    }

    @Override
    public String name() {
        return foreign == null ? "davit" : foreign.toFile().getName();
    }

    @Override
    public Path path() {
        return foreign == null ? executor : foreign;
    }

    @Override
    public String version() {
        try {
            return run("", "--version").lines().findFirst().orElse("");
        } catch (IOException | RuntimeFailure failure) {
            return "";
        }
    }

    private String run(String input, String... arguments) throws IOException, RuntimeFailure {
        List<String> words = new ArrayList<>(
                List.of(path().toString(), "--root", paths.runtimeRoot().toString()));
        if (foreign != null) {
            words.addAll(List.of("--log", "/dev/null")); // else runc says it as lines of a log, with warnings
        }
        words.addAll(List.of(arguments));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = awaitExit(process);
        if (status != 0) {
            throw new RuntimeFailure(status, said);
        }
        return said;
    }

    private static int awaitExit(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the executor ran", interrupted);
        }
    }
}
