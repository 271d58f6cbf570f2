package dev.davit.acceptance.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.BusyboxImage;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@OnDavit
@AnyRuntime
class LoadIT {

    private final DockerCli docker;

    LoadIT(DockerCli docker) {
        this.docker = docker;
    }

    @Test
    void dockerArchiveIsLoadedAndRuns() throws IOException {
        String image = docker.imageName();

        assertThat(docker.ok("load", "-i", BusyboxImage.dockerArchive(image).toString()))
                .isEqualTo("Loaded image: " + image);

        assertThat(layeredFiles(image)).isEqualTo("top\n" + image + "\n");
    }

    @Test
    void ociLayoutIsLoadedAndRuns() {
        String image = docker.imageName();

        assertThat(docker.ok("load", "-i", BusyboxImage.ociLayout(image).toString()))
                .isEqualTo("Loaded image: " + image);

        assertThat(layeredFiles(image)).isEqualTo("top\n" + image + "\n");
    }

    /** The second layer replaced one file of the first and took another away. */
    private String layeredFiles(String image) {
        Result result = docker.run("run", "--rm", image, "cat", "/etc/layer", "/etc/image", "/etc/removed");
        assertThat(result.stderr()).isEqualTo("cat: can't open '/etc/removed': No such file or directory\n");
        return result.stdout();
    }

    @Test
    void archiveIsLoadedFromStandardInput() throws IOException {
        String image = docker.imageName();
        byte[] archive = Files.readAllBytes(BusyboxImage.dockerArchive(image));

        assertThat(docker.runWithInput(archive, "load").ok()).isEqualTo("Loaded image: " + image);
    }

    @Test
    void loadedImageIsDescribed() {
        String image = docker.imageName();
        docker.ok("load", "-i", BusyboxImage.dockerArchive(image).toString());

        JsonNode description = docker.json("image", "inspect", image).get(0);

        assertThat(description.path("Id").asString()).matches("sha256:[0-9a-f]{64}");
        assertThat(description.path("RepoTags").valueStream().map(JsonNode::asString))
                .containsExactly(image);
        assertThat(description.at("/RootFS/Layers").size()).isEqualTo(2);
        assertThat(description.at("/Config/Labels/maker").asString()).isEqualTo("acceptance");
        assertThat(description.path("Os").asString()).isEqualTo("linux");
        assertThat(description.path("Created").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(docker.ok("history", "-q", image).lines()).hasSize(2);
    }

    @Test
    void sameArchiveLoadedAgainIsTheSameImage() {
        String image = docker.imageName();
        String archive = BusyboxImage.dockerArchive(image).toString();
        docker.ok("load", "-i", archive);
        String id = docker.ok("images", "-q", "--no-trunc", image);

        docker.ok("load", "-i", archive);

        assertThat(docker.ok("images", "-q", "--no-trunc", image)).isEqualTo(id);
    }

    @Test
    void fileSystemIsImportedWithChanges() {
        String image = docker.imageName();

        String id = docker.runWithInput(
                        BusyboxImage.rootfs(),
                        "import",
                        "-c",
                        "CMD [\"cat\", \"/etc/layer\"]",
                        "-c",
                        "ENV A=b",
                        "-",
                        image)
                .ok();

        assertThat(id).matches("sha256:[0-9a-f]{64}");
        assertThat(docker.ok("run", "--rm", image)).isEqualTo("base");
        assertThat(docker.ok("run", "--rm", image, "sh", "-c", "echo $A")).isEqualTo("b");
    }

    @Test
    void layerThatIsNotWhatTheConfigurationNamesIsRefused(Platform platform) {
        HostFacts before = platform.facts();
        String image = docker.imageName();

        Result result = docker.run(
                "load", "-i", BusyboxImage.dockerArchiveWithWrongLayer(image, 1).toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("invalid diffID for layer 1: expected \"sha256:");
        assertThat(docker.ok("images", "-q", image)).isEmpty();
        platform.awaitNoMoreThan(before);
    }

    @Test
    void blobThatIsNotWhatItsDigestNamesIsRefused() throws IOException {
        String image = docker.imageName();
        Path layout = BusyboxImage.ociLayoutWithWrongLayer(image);

        Result result = docker.run("load", "-i", layout.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("sha256:");
        assertThat(docker.ok("images", "-q", image)).isEmpty();
    }

    @Test
    void truncatedArchiveIsRefused(@TempDir Path folder, Platform platform) throws IOException {
        HostFacts before = platform.facts();
        String image = docker.imageName();
        byte[] whole = Files.readAllBytes(BusyboxImage.dockerArchive(image));
        Path half = Files.write(folder.resolve("half.tar"), Arrays.copyOf(whole, whole.length / 2));

        Result result = docker.run("load", "-i", half.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("unexpected EOF");
        assertThat(docker.ok("images", "-q", image)).isEmpty();
        platform.awaitNoMoreThan(before);
    }

    @Test
    void archiveThatIsNoImageIsRefused() {
        byte[] tar = Tar.of(content -> content.file("/readme", 0644, "nothing of an image"));

        Result result = docker.runWithInput(tar, "load");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("manifest.json");
    }

    @Test
    void layerWithPathsThatLeadOutStaysInside(@TempDir Path folder) {
        String image = docker.imageName();
        byte[] layer = Tar.of(content -> {
            content.symlink("/escape", folder.toString());
            content.file("/escape/by-link", 0644, "x");
            content.file("/../../../../../.." + folder + "/by-dots", 0644, "x");
        });

        docker.runWithInput(layer, "import", "-", image);

        assertThat(folder).isEmptyDirectory();
    }
}
