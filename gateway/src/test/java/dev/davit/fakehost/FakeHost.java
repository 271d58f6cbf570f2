package dev.davit.fakehost;

import dev.davit.gateway.GatewayApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A host of fakes, each over a socket of its own, with the real gateway in front. One for all tests of a run. */
public final class FakeHost {

    private static FakeHost shared;

    public final FakeEngine engine;
    public final FakeStorage storage;
    public final FakeNetwork network;
    public final Path socket;

    private FakeHost() throws IOException {
        Path run = Files.createTempDirectory("davit-test-gw");
        engine = start(FakeEngine.class, "engine", run).getBean(FakeEngine.class);
        storage = start(FakeStorage.class, "storage", run).getBean(FakeStorage.class);
        network = start(FakeNetwork.class, "network", run).getBean(FakeNetwork.class);
        Files.createDirectories(run.resolve("gateway"));
        ConfigurableApplicationContext gateway = new SpringApplicationBuilder(GatewayApplication.class)
                .properties("logging.structured.format.console=")
                .run("--davit.run-dir=" + run);
        socket = run.resolve("gateway/docker.sock");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(run)));
        gateway.getId();
    }

    /** The host, with nothing on it. */
    public static synchronized FakeHost get() {
        try {
            if (shared == null) {
                shared = new FakeHost();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        shared.engine.clear();
        shared.storage.clear();
        shared.network.clear();
        return shared;
    }

    private static ConfigurableApplicationContext start(Class<?> controller, String service, Path run)
            throws IOException {
        Files.createDirectories(run.resolve(service));
        return new SpringApplicationBuilder(Fake.class, controller)
                .run(
                        "--spring.config.location=classpath:davit-defaults.properties",
                        "--logging.structured.format.console=",
                        "--davit.run-dir=" + run,
                        "--davit.server.socket=" + run.resolve(service).resolve(service + ".sock"));
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : List.copyOf(
                    paths.sorted(java.util.Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            // the folder is in /tmp
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Fake {}
}
