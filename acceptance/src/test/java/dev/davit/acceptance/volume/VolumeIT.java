package dev.davit.acceptance.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@OnDavit
class VolumeIT {

    private final DockerCli docker;

    VolumeIT(DockerCli docker) {
        this.docker = docker;
    }

    @Test
    void createdVolumeIsListedAndDescribed() {
        String volume = docker.volumeName();

        assertThat(docker.ok("volume", "create", "--label", "a=b", volume)).isEqualTo(volume);

        assertThat(docker.ok("volume", "ls", "--format", "{{.Driver}} {{.Name}}")
                        .lines())
                .contains("local " + volume);
        JsonNode description = docker.json("volume", "inspect", volume).get(0);
        assertThat(description.path("Name").asString()).isEqualTo(volume);
        assertThat(description.path("Driver").asString()).isEqualTo("local");
        assertThat(description.path("Scope").asString()).isEqualTo("local");
        assertThat(description.at("/Labels/a").asString()).isEqualTo("b");
        assertThat(Path.of(description.path("Mountpoint").asString())).isDirectory();
    }

    @Test
    void volumeWithoutNameGetsOne() {
        String volume = docker.ok("volume", "create");

        assertThat(volume).matches("[0-9a-f]{64}");
        assertThat(docker.ok("volume", "rm", volume)).isEqualTo(volume);
    }

    @Test
    void creationOfAnExistingVolumeIsNoError() {
        String volume = docker.volumeName();
        docker.ok("volume", "create", volume);

        assertThat(docker.ok("volume", "create", volume)).isEqualTo(volume);
        assertThat(docker.ok("volume", "ls", "-q", "--filter", "name=" + volume))
                .isEqualTo(volume);
    }

    @Test
    void contentOutlivesContainers() {
        String volume = docker.volumeName();
        docker.ok("run", "--rm", "-v", volume + ":/data", "busybox", "sh", "-c", "echo kept > /data/file");

        assertThat(docker.ok("run", "--rm", "-v", volume + ":/other:ro", "busybox", "cat", "/other/file"))
                .isEqualTo("kept");
    }

    @Test
    void newVolumeTakesContentAndOwnerOfTheImage() {
        String volume = docker.volumeName();

        String shown = docker.ok("run", "--rm", "-v", volume + ":/etc", "busybox", "cat", "/etc/layer");

        assertThat(shown).isEqualTo("top");
        assertThat(docker.ok("run", "--rm", "-v", volume + ":/v", "busybox", "cat", "/v/layer"))
                .isEqualTo("top");
        String home = docker.volumeName();
        assertThat(docker.ok("run", "--rm", "-v", home + ":/home/app", "busybox", "stat", "-c", "%u", "/home/app"))
                .isEqualTo("1000");
    }

    @Test
    void volumeOfMountOptionIsUsed() {
        String volume = docker.volumeName();

        docker.ok("run", "--rm", "--mount", "type=volume,src=" + volume + ",dst=/data", "busybox", "touch", "/data/x");

        assertThat(docker.ok("run", "--rm", "-v", volume + ":/data", "busybox", "ls", "/data"))
                .isEqualTo("x");
    }

    @Test
    void anonymousVolumeGoesWithItsContainer() {
        String name = docker.containerName();
        docker.ok("run", "--name", name, "-v", "/data", "busybox", "touch", "/data/x");
        String volume = docker.inspect(name).at("/Mounts/0/Name").asString();
        assertThat(docker.ok("volume", "ls", "-q").lines()).contains(volume);

        docker.ok("rm", "-v", name);

        assertThat(docker.ok("volume", "ls", "-q").lines()).doesNotContain(volume);
    }

    @Test
    void bindMountIsReadAndWritten(@TempDir Path folder) {
        docker.ok("run", "--rm", "-v", folder + ":/host", "busybox", "sh", "-c", "echo written > /host/file");

        assertThat(folder.resolve("file")).hasContent("written\n");
    }

    @Test
    void missingSourceOfABindIsMadeAFolder(@TempDir Path folder) {
        docker.ok("run", "--rm", "-v", folder.resolve("made/here") + ":/host", "busybox", "touch", "/host/x");

        assertThat(folder.resolve("made/here/x")).isRegularFile();
    }

    @Test
    void singleFileIsBound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one file\n");

        assertThat(docker.ok("run", "--rm", "-v", file + ":/etc/one", "busybox", "cat", "/etc/one"))
                .isEqualTo("one file");
    }

    @Test
    void removalOfAVolumeInUseFailsAndNamesTheContainer() {
        String volume = docker.volumeName();
        String id = docker.ok("create", "--name", docker.containerName(), "-v", volume + ":/data", "busybox");

        docker.run("volume", "rm", volume)
                .failsWith(1, "Error response from daemon: remove " + volume + ": volume is in use - [" + id + "]");
    }

    @Test
    void unknownVolumeIsNamed() {
        docker.run("volume", "inspect", "nosuchvolume")
                .failsWith(1, "Error response from daemon: get nosuchvolume: no such volume");
        docker.run("volume", "rm", "nosuchvolume")
                .failsWith(1, "Error response from daemon: get nosuchvolume: no such volume");
    }

    @Test
    void invalidNameIsRefused() {
        assertThat(docker.run("volume", "create", "a/b").stderr())
                .contains("\"a/b\" includes invalid characters for a local volume name, only"
                        + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed");
    }
}
