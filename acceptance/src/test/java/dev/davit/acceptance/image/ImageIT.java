package dev.davit.acceptance.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.BusyboxImage;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Result;
import org.junit.jupiter.api.Test;

/** List, tag and remove. */
@OnDavit
@AnyRuntime
class ImageIT {

    private final DockerCli docker;

    ImageIT(DockerCli docker) {
        this.docker = docker;
    }

    private String loaded() {
        String image = docker.imageName();
        docker.ok("load", "-i", BusyboxImage.dockerArchive(image).toString());
        return image;
    }

    @Test
    void imagesShowsRepositoryTagAndId() {
        String image = loaded();
        String id = docker.ok("image", "inspect", "-f", "{{.Id}}", image);

        String shown = docker.ok("images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}", image);

        assertThat(shown).isEqualTo(image + " " + id);
        assertThat(docker.ok("images", "--format", "{{.Size}}", image)).matches("[12]\\.\\d+MB");
    }

    @Test
    void imagesFiltersByReferenceAndLabel() {
        String image = loaded();

        assertThat(docker.ok("images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", "reference=" + image))
                .isEqualTo(image);
        assertThat(docker.ok("images", "-q", "--filter", "reference=" + image, "--filter", "label=maker=acceptance"))
                .hasSize(12);
        assertThat(docker.ok("images", "-q", "--filter", "reference=" + image, "--filter", "label=maker=nobody"))
                .isEmpty();
    }

    @Test
    void tagGivesASecondNameToTheSameImage() {
        String image = loaded();
        String second = docker.imageName();

        docker.ok("tag", image, second);

        assertThat(docker.ok("images", "-q", second)).isEqualTo(docker.ok("images", "-q", image));
        assertThat(docker.ok("rmi", second)).isEqualTo("Untagged: " + second);
        assertThat(docker.ok("images", "-q", image)).hasSize(12);
    }

    @Test
    void imageIsFoundByIdAndItsPrefix() {
        String image = loaded();
        String id = docker.ok("image", "inspect", "-f", "{{.Id}}", image);

        assertThat(docker.ok("run", "--rm", id, "echo", "by id")).isEqualTo("by id");
        assertThat(docker.ok("run", "--rm", id.substring(7, 19), "echo", "by prefix"))
                .isEqualTo("by prefix");
    }

    @Test
    void rmiRemovesTheLastNameAndTheImage() {
        String image = loaded();
        String id = docker.ok("image", "inspect", "-f", "{{.Id}}", image);

        String said = docker.ok("rmi", image);

        assertThat(said.lines()).contains("Untagged: " + image, "Deleted: " + id);
        docker.run("image", "inspect", image).failsWith(1, "Error response from daemon: No such image: " + image);
    }

    @Test
    void rmiWhenAContainerUsesTheImageFailsAndNamesBoth() {
        String image = loaded();
        String id = docker.ok("image", "inspect", "-f", "{{.Id}}", image).substring(7, 19);
        String container =
                docker.ok("create", "--name", docker.containerName(), image).substring(0, 12);

        docker.run("rmi", image)
                .failsWith(
                        1,
                        ("Error response from daemon: conflict: unable to remove repository reference \"%s\" (must force)"
                                        + " - container %s is using its referenced image %s")
                                .formatted(image, container, id));
    }

    @Test
    void imageThatIsRemovedByForceStaysForItsContainer() {
        String image = loaded();
        String name = docker.containerName();
        docker.ok("create", "--name", name, image, "echo", "still here");

        docker.ok("rmi", "-f", image);

        assertThat(docker.ok("start", "-a", name)).isEqualTo("still here");
    }

    @Test
    void unknownImageIsNamed() {
        docker.run("image", "inspect", "nosuchimage")
                .failsWith(1, "Error response from daemon: No such image: nosuchimage:latest");
        docker.run("rmi", "nosuchimage").failsWith(1, "Error response from daemon: No such image: nosuchimage:latest");
        docker.run("tag", "nosuchimage", "t/x:1")
                .failsWith(1, "Error response from daemon: No such image: nosuchimage:latest");
        docker.run("history", "nosuchimage")
                .failsWith(1, "Error response from daemon: No such image: nosuchimage:latest");
    }

    @Test
    void runOfImageThatNobodyHasTriesToPullAndFailsWith125() {
        Result result = docker.run("run", "--rm", "localhost:1/t/none", "true");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr())
                .startsWith("Unable to find image 'localhost:1/t/none:latest' locally\n")
                .contains("docker: Error response from daemon: ")
                .contains("connection refused")
                .endsWith("\n\nRun 'docker run --help' for more information\n");
    }
}
