package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.BusyboxImage;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.EngineSocket.Answer;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Version, info, disk usage, prune, and the socket itself. */
@OnDavit
class SystemIT {

    private final DockerCli docker;
    private final Platform platform;

    SystemIT(DockerCli docker, Platform platform) {
        this.docker = docker;
        this.platform = platform;
    }

    @Test
    void versionTellsTheRangeOfApis() {
        JsonNode server = docker.json("version", "--format", "json").path("Server");

        assertThat(server.path("ApiVersion").asString()).isEqualTo("1.51");
        assertThat(server.path("MinAPIVersion").asString()).isEqualTo("1.24");
        assertThat(server.path("Os").asString()).isEqualTo("linux");
        assertThat(server.path("Arch").asString()).isEqualTo("amd64");
        assertThat(server.path("KernelVersion").asString()).isEqualTo(System.getProperty("os.version"));
        assertThat(server.path("Version").asString()).isNotEmpty();
    }

    @Test
    void infoTellsTheHostAndCountsContainers() {
        docker.ok("run", "-d", "--name", docker.containerName(), "busybox", "sleep", "1000");

        JsonNode info = docker.json("info", "--format", "json");

        assertThat(info.path("Driver").asString()).isEqualTo("overlay2");
        assertThat(info.path("OSType").asString()).isEqualTo("linux");
        assertThat(info.path("Architecture").asString())
                .isEqualTo(System.getProperty("os.arch").replace("amd64", "x86_64"));
        assertThat(info.path("NCPU").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(info.path("MemTotal").asLong()).isGreaterThan(100_000_000);
        assertThat(info.path("KernelVersion").asString()).isEqualTo(System.getProperty("os.version"));
        assertThat(info.path("ContainersRunning").asInt())
                .isEqualTo(docker.ok("ps", "-q").lines().count());
        assertThat(info.path("Containers").asInt())
                .isEqualTo(docker.ok("ps", "-aq").lines().count());
        assertThat(info.path("Images").asInt()).isPositive();
        assertThat(info.path("ServerErrors").isMissingNode()).isTrue();
    }

    @Test
    void pingAnswersWithVersionHeaders() {
        Answer ping = platform.api().get("/_ping");

        assertThat(ping.status()).isEqualTo(200);
        assertThat(ping.body()).isEqualTo("OK");
        assertThat(ping.headers())
                .containsEntry("api-version", "1.51")
                .containsEntry("ostype", "linux")
                .containsEntry("docker-experimental", "false")
                .containsKeys("server", "builder-version", "cache-control");
        assertThat(platform.api().send("HEAD", "/_ping", "", "").status()).isEqualTo(200);
    }

    @Test
    void pathsAreServedWithAndWithoutVersion() {
        for (String path : List.of("/version", "/v1.24/version", "/v1.41/version", "/v1.51/version")) {
            assertThat(platform.api().get(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void socketBelongsToRootAndTheGroupDocker() throws IOException {
        PosixFileAttributes socket = Files.readAttributes(platform.socket(), PosixFileAttributes.class);

        assertThat(PosixFilePermissions.toString(socket.permissions())).isEqualTo("rw-rw----");
        assertThat(socket.owner().getName()).isEqualTo("root");
        assertThat(socket.group().getName()).isEqualTo("docker");
    }

    @Test
    void diskUsageCountsImagesContainersAndVolumes() {
        String name = docker.containerName();
        docker.ok(
                "run",
                "--name",
                name,
                "-v",
                docker.volumeName() + ":/v",
                "busybox",
                "dd",
                "if=/dev/zero",
                "of=/f",
                "bs=1M",
                "count=3");

        List<String> lines = docker.ok("system", "df", "--format", "{{.Type}} {{.TotalCount}} {{.Size}}")
                .lines()
                .toList();

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).matches("Images [1-9]\\d* \\d+(\\.\\d+)?[MG]B");
        assertThat(lines.get(1)).matches("Containers [1-9]\\d* \\d+(\\.\\d+)?[MG]B");
        assertThat(lines.get(2)).matches("Local Volumes [1-9]\\d* .+");
        assertThat(lines.get(3)).startsWith("Build Cache ");
        assertThat(docker.ok("ps", "-as", "--filter", "name=" + name, "--format", "{{.Size}}"))
                .startsWith("3.15MB (virtual ");
    }

    @Test
    void pruneRemovesWhatIsStoppedAndDanglingAlone() {
        String running = docker.containerName();
        String stopped = docker.containerName();
        String volume = docker.volumeName();
        String image = docker.imageName();
        docker.ok("run", "-d", "--name", running, "busybox", "sleep", "1000");
        String id = docker.ok("run", "-d", "--name", stopped, "-v", volume + ":/v", "busybox", "true");
        docker.ok("wait", stopped);
        docker.ok("load", "-i", BusyboxImage.dockerArchive(image).toString());
        String dangling = docker.ok("images", "-q", "--no-trunc", image);
        docker.runWithInput(BusyboxImage.rootfs(), "import", "-", image).ok();

        String said = docker.ok("system", "prune", "-f");

        assertThat(said).contains("Deleted Containers:\n" + id).contains("deleted: " + dangling);
        assertThat(said).containsPattern("Total reclaimed space: \\d+(\\.\\d+)?[kM]?B");
        assertThat(docker.ok("ps", "-aq", "--filter", "name=" + stopped)).isEmpty();
        assertThat(docker.ok("ps", "-q", "--filter", "name=" + running)).hasSize(12);
        assertThat(docker.ok("volume", "ls", "-q")).contains(volume);
        assertThat(docker.ok("images", "-q", "busybox:latest")).hasSize(12);
    }

    @Test
    void eventsTellWhatHappenedToAContainer() {
        String name = docker.containerName();
        docker.run("run", "--name", name, "busybox", "sh", "-c", "exit 3");
        docker.ok("rm", name);

        // times are in whole seconds: what comes within this one is awaited
        String until = Long.toString(Instant.now().getEpochSecond() + 1);
        String events = docker.ok(
                "events",
                "--since",
                "60s",
                "--until",
                until,
                "--filter",
                "container=" + name,
                "--format",
                "{{.Action}}");

        assertThat(events.lines()).containsSubsequence("create", "start", "die", "destroy");
    }
}
