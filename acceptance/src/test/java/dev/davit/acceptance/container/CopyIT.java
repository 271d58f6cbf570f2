package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyIT {

    private final DockerCli docker;
    private String name = "";

    CopyIT(DockerCli docker) {
        this.docker = docker;
    }

    @BeforeAll
    void start() {
        name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "-v", docker.volumeName() + ":/vol", "busybox", "sleep", "1000");
    }

    @Test
    void fileGoesInAndComesBack(@TempDir Path folder) throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "content\n");
        Path out = folder.resolve("out");

        docker.ok("cp", in.toString(), name + ":/tmp/copied");
        docker.ok("cp", name + ":/tmp/copied", out.toString());

        assertThat(docker.ok("exec", name, "cat", "/tmp/copied")).isEqualTo("content");
        assertThat(out).hasContent("content\n");
    }

    @Test
    void folderGoesInWithModesAndLinksAndComesBack(@TempDir Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("tree/below")).getParent();
        Files.writeString(source.resolve("below/file"), "deep");
        assertThat(source.resolve("below/file").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(source.resolve("link"), Path.of("below/file"));

        docker.ok("cp", source.toString(), name + ":/tmp");
        docker.ok("cp", name + ":/tmp/tree", folder.resolve("back").toString());

        assertThat(docker.ok("exec", name, "sh", "-c", "cd /tmp/tree; cat link; readlink link; test -x below/file"))
                .isEqualTo("deepbelow/file");
        assertThat(folder.resolve("back/below/file")).hasContent("deep").isExecutable();
        assertThat(Files.readSymbolicLink(folder.resolve("back/link"))).hasToString("below/file");
    }

    @Test
    void fileGoesIntoAVolume(@TempDir Path folder) throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "for the volume");

        docker.ok("cp", in.toString(), name + ":/vol/file");

        assertThat(docker.ok("exec", name, "cat", "/vol/file")).isEqualTo("for the volume");
    }

    @Test
    void tarGoesInFromStandardInputAndOutToStandardOutput() {
        byte[] tar = Tar.of(content -> content.file("/streamed", 0640, "by a pipe"));

        docker.runWithInput(tar, "cp", "-", name + ":/tmp").ok();

        assertThat(docker.ok("exec", name, "stat", "-c", "%a %s", "/tmp/streamed"))
                .isEqualTo("640 9");
        assertThat(docker.run("cp", name + ":/tmp/streamed", "-").stdout())
                .startsWith("streamed\0")
                .contains("by a pipe");
    }

    @Test
    void stoppedContainerIsCopiedToAndFromToo(@TempDir Path folder) throws IOException {
        String stopped = docker.containerName();
        docker.ok("create", "--name", stopped, "busybox", "cat", "/etc/given");
        Path in = Files.writeString(folder.resolve("in"), "before the start\n");

        docker.ok("cp", in.toString(), stopped + ":/etc/given");

        assertThat(docker.ok("start", "-a", stopped)).isEqualTo("before the start");
        docker.ok("cp", stopped + ":/etc/given", folder.resolve("out").toString());
        assertThat(folder.resolve("out")).hasContent("before the start\n");
    }

    @Test
    void linkInTheContainerDoesNotLeadOutOfIt(@TempDir Path folder) throws IOException {
        docker.ok("exec", name, "ln", "-s", folder.toString(), "/tmp/outside");
        Path in = Files.writeString(folder.resolve("in"), "x");

        Result result = docker.run("cp", in.toString(), name + ":/tmp/outside/escaped");

        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void copyOfMissingFileNamesIt() {
        docker.run("cp", name + ":/no/such", "-")
                .failsWith(1, "Error response from daemon: Could not find the file /no/such in container " + name);
    }

    @Test
    void diffShowsWhatChanged() {
        String changed = docker.containerName();
        docker.ok(
                "run",
                "--name",
                changed,
                "busybox",
                "sh",
                "-c",
                "echo x > /tmp/added; rm /etc/layer; echo >> /etc/group");

        assertThat(docker.ok("diff", changed).lines()).contains("A /tmp/added", "D /etc/layer", "C /etc/group");
    }
}
