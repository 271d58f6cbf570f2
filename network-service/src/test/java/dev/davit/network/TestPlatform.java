package dev.davit.network;

import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.NetworkApi;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.SandboxSpec;
import dev.davit.platform.client.ServiceClients;
import dev.davit.platform.id.Ids;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The service as a process of its own, which can be killed, under a name of its own. */
final class TestPlatform implements AutoCloseable {

    private final Path folder;
    private final String name;
    private final NetworkApi api;
    private @Nullable Process process;

    TestPlatform(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        this.api = new ServiceClients(JsonMapper.shared()).create(NetworkApi.class, "network", socket());
    }

    NetworkApi api() {
        return api;
    }

    String bridge() {
        return name + "0";
    }

    Path run() {
        return folder.resolve("run/network");
    }

    void start() throws IOException, InterruptedException {
        Files.createDirectories(run());
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddavit.name=" + name,
                "-Ddavit.run-dir=" + folder.resolve("run"),
                "-Ddavit.state-dir=" + folder.resolve("state"),
                "dev.davit.network.NetworkApplication",
                "--logging.structured.format.console=");
        File log = folder.resolve("log").toFile();
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        process = started;
        Files.deleteIfExists(socket());
        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (!Files.exists(socket()) || !isReady()) {
            if (!started.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the service did not start: " + Files.readString(log.toPath()));
            }
            Thread.sleep(100);
        }
    }

    private boolean isReady() {
        return Shell.run("curl -s -m 5 --unix-socket " + socket() + " http://x/actuator/health/readiness")
                .output()
                .contains("UP");
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** SIGTERM. */
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
    }

    /** The bridge and the table, as far as they are on the host. */
    String bridgeAndTable() {
        return Shell.run("ip -o link show " + bridge() + " 2>/dev/null | cut -d: -f2; nft list table ip " + name
                        + " 2>/dev/null | head -n 1")
                .output();
    }

    SandboxSpec spec(String mode, PortBinding... ports) {
        return spec(mode, Map.of(), ports);
    }

    SandboxSpec spec(String mode, Map<String, EndpointSpec> endpoints, PortBinding... ports) {
        String id = Ids.random();
        return new SandboxSpec(
                id,
                "c" + Ids.shortId(id),
                mode,
                Ids.shortId(id),
                null,
                endpoints,
                List.of(ports),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }

    /** The same for a container whose user namespace has the network namespace at this path. */
    SandboxSpec spec(String netns, long uid, PortBinding... ports) {
        SandboxSpec plain = spec("bridge", ports);
        return new SandboxSpec(
                plain.id(),
                plain.name(),
                plain.mode(),
                plain.hostname(),
                null,
                Map.of(),
                plain.ports(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                new SandboxSpec.UserNamespace(netns, uid, uid));
    }

    /** What of the platform is in the kernel and on disk besides bridge and table; empty: nothing. */
    String remains() {
        return Shell.run("ip -o link show master " + bridge() + " 2>/dev/null | cut -d: -f2; "
                        + "grep -F ' " + run() + "/netns/' /proc/self/mountinfo; "
                        + "ls " + run() + "/netns " + run() + "/sandboxes 2>/dev/null | grep -v : ; "
                        + "nft list map ip " + name + " published_any | grep elements; "
                        + "nft list map ip " + name + " published | grep elements")
                .output();
    }

    /** Waits until the sweeper is done. */
    String settledRemains() throws InterruptedException {
        for (int i = 0; i < 100 && !remains().isEmpty(); i++) {
            Thread.sleep(50);
        }
        return remains();
    }

    private Path socket() {
        return run().resolve("network.sock");
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        Shell.run("for m in $(grep -oE ' " + run() + "/netns/[^ ]+' /proc/self/mountinfo); do umount $m; done; "
                + "nft delete table ip " + name + "; ip link delete " + bridge());
    }
}
