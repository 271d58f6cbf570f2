package dev.davit.acceptance.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.BusyboxImage;
import dev.davit.acceptance.fixture.Command;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Push and pull through the registry that belongs to the platform. */
@OnDavit
@AnyRuntime
class RegistryIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final DockerCli docker;
    private final Platform platform;

    RegistryIT(DockerCli docker, Platform platform) {
        this.docker = docker;
        this.platform = platform;
    }

    @BeforeEach
    void needsOwnRegistry() {
        assumeTrue(platform.isOwn(), "only our own platform comes with a registry");
    }

    private String tagged() {
        String loaded = docker.imageName();
        docker.ok("load", "-i", BusyboxImage.dockerArchive(loaded).toString());
        String image = docker.removedLater(platform.registry() + "/" + loaded);
        docker.ok("tag", loaded, image);
        docker.ok("rmi", loaded);
        return image;
    }

    @Test
    void pushedImageIsPulledAgainWithTheSameDigestAndId() {
        String image = tagged();
        String id = docker.ok("image", "inspect", "-f", "{{.Id}}", image);

        String pushed = docker.ok("push", image);
        String digest = pushed.replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}) size: \\d+.*", "$1");
        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        docker.ok("rmi", image);
        assertThat(docker.ok("images", "-q", image)).isEmpty();

        String pulled = docker.ok("pull", image);

        assertThat(pulled).contains("Digest: " + digest).contains("Status: Downloaded newer image for " + image);
        assertThat(docker.ok("image", "inspect", "-f", "{{.Id}}", image)).isEqualTo(id);
        assertThat(docker.ok("image", "inspect", "-f", "{{index .RepoDigests 0}}", image))
                .endsWith("@" + digest);
        assertThat(docker.ok("run", "--rm", image, "cat", "/etc/layer")).isEqualTo("top");
    }

    @Test
    void runPullsWhatIsNotThere() {
        String image = tagged();
        docker.ok("push", image);
        docker.ok("rmi", image);

        Result result = docker.run("run", "--rm", image, "echo", "pulled");

        assertThat(result.ok()).isEqualTo("pulled");
        assertThat(result.stderr()).startsWith("Unable to find image '" + image + "' locally\n");
    }

    @Test
    void imageIsPulledByDigest() {
        String image = tagged();
        String digest = docker.ok("push", image).replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}) size: \\d+.*", "$1");
        docker.ok("rmi", image);
        String byDigest = docker.removedLater(image.replaceAll(":1$", "@" + digest));

        docker.ok("pull", byDigest);

        assertThat(docker.ok("run", "--rm", byDigest, "cat", "/etc/layer")).isEqualTo("top");
    }

    @Test
    void secondPullSaysThatTheImageIsUpToDate() {
        String image = tagged();
        docker.ok("push", image);

        assertThat(docker.ok("pull", image)).contains("Status: Image is up to date for " + image);
    }

    @Test
    void secondPushFindsTheLayersThere() {
        String image = tagged();
        docker.ok("push", image);

        assertThat(docker.ok("push", image).lines().filter(line -> line.endsWith(": Layer already exists")))
                .hasSize(2);
    }

    @Test
    void pullOfUnknownTagFails() {
        String image = platform.registry() + "/t/none:latest";

        Result result = docker.run("pull", image);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .startsWith("Error response from daemon: ")
                .contains("manifest for " + image + " not found: manifest unknown");
    }

    @Test
    void skopeoReadsWhatDockerPushed(@TempDir Path folder) throws IOException {
        String image = tagged();
        docker.ok("push", image);

        JsonNode manifest =
                JSON.readTree(Command.run("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + image)
                        .ok());
        assertThat(manifest.path("layers").size()).isEqualTo(2);

        Command.run("skopeo", "copy", "--src-tls-verify=false", "docker://" + image, "dir:" + folder.resolve("copy"))
                .ok();
        assertThat(Files.list(folder.resolve("copy"))).hasSize(5);
    }

    @Test
    void dockerPullsWhatSkopeoPushed() {
        String name = docker.imageName();
        String image = docker.removedLater(platform.registry() + "/" + name);
        Path archive = BusyboxImage.dockerArchive(name);

        Command.run("skopeo", "copy", "--dest-tls-verify=false", "docker-archive:" + archive, "docker://" + image)
                .ok();

        docker.ok("pull", image);
        assertThat(docker.ok("run", "--rm", image, "cat", "/etc/image")).isEqualTo(name);
    }

    @Test
    void registryListensOnLoopbackAlone() {
        int port = Integer.parseInt(platform.registry().split(":")[1]);
        List<String> listening = Command.run("ss", "-Hltn", "sport", "=", ":" + port)
                .ok()
                .lines()
                .map(line -> line.split("\\s+")[3])
                .toList();

        assertThat(listening)
                .isNotEmpty()
                .allMatch(address ->
                        address.matches("(127\\.0\\.0\\.1|\\[::1]" + "|\\[::ffff:127\\.0\\.0\\.1]):" + port));
    }
}
