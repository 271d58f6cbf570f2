package dev.davit.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** Testcontainers and, below it, docker-java; its helper container Ryuk is off (see the pom). */
@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaClientsIT {

    private final GenericContainer<?> web;

    JavaClientsIT(Platform platform) {
        // read when the first class of Testcontainers is loaded
        System.setProperty("DOCKER_HOST", platform.docker().host());
        web = new GenericContainer<>(DockerImageName.parse("busybox:latest"))
                .withCommand("httpd", "-f", "-vv", "-p", "80", "-h", "/www")
                .withCopyToContainer(Transferable.of("copied before the start\n"), "/www/index.html")
                .withExposedPorts(80);
    }

    @BeforeAll
    void start() {
        web.start();
    }

    @AfterAll
    void stop() {
        web.stop();
    }

    @Test
    void containerIsReadyWhenItsPortListens() {
        assertThat(web.isRunning()).isTrue();
        assertThat(Web.get(web.getHost(), web.getMappedPort(80))).isEqualTo("copied before the start\n");
    }

    @Test
    void fileIsCopiedInAndOut(@TempDir Path folder) throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "through Testcontainers\n");
        Path out = folder.resolve("out");

        web.copyFileToContainer(MountableFile.forHostPath(in), "/tmp/copied");
        web.copyFileFromContainer("/tmp/copied", out.toString());

        assertThat(out).hasContent("through Testcontainers\n");
    }

    @Test
    void commandIsExecuted() throws IOException, InterruptedException {
        ExecResult result = web.execInContainer("sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result.getStdout()).isEqualTo("out\n");
        assertThat(result.getStderr()).isEqualTo("err\n");
        assertThat(result.getExitCode()).isEqualTo(3);
    }

    @Test
    void logsShowARequest() {
        Web.get(web.getHost(), web.getMappedPort(80));

        assertThat(web.getLogs()).contains("url:/");
    }

    @Test
    void dockerJavaSeesTheContainerAndItsAbsenceAsTypedAnswers() {
        DockerClient client = DockerClientFactory.lazyClient();

        assertThat(client.inspectContainerCmd(web.getContainerId())
                        .exec()
                        .getState()
                        .getRunning())
                .isTrue();
        assertThat(client.inspectImageCmd("busybox:latest").exec().getConfig().getLabels())
                .containsEntry("maker", "acceptance");
        assertThatThrownBy(() -> client.inspectContainerCmd("nosuch").exec())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No such container: nosuch");
    }
}
