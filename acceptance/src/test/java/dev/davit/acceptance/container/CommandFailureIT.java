package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that cannot be run: Docker's exit codes, a message that names the command, nothing left over. */
@OnDavit
class CommandFailureIT {

    private final DockerCli docker;

    CommandFailureIT(DockerCli docker) {
        this.docker = docker;
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, 127, 'exec: \"nosuch\": executable file not found in $PATH'",
        "/no/such, 127, 'exec: \"/no/such\": stat /no/such: no such file or directory'",
        "/etc/passwd, 126, 'exec: \"/etc/passwd\": permission denied'",
        "/etc, 126, 'exec: \"/etc\": is a directory'"
    })
    void runWhenCommandCannotBeRunNamesItAndLeavesNothing(
            String command, int exitCode, String reason, Platform platform) {
        HostFacts before = platform.facts();
        String name = docker.containerName();

        Result result = docker.run("run", "--rm", "--name", name, "busybox", command);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr())
                .startsWith("docker: Error response from daemon: ")
                .contains(reason)
                .endsWith("\n\nRun 'docker run --help' for more information\n");
        assertThat(docker.ok("ps", "-aq", "--filter", "name=" + name)).isEmpty();
        platform.awaitNoMoreThan(before);
    }

    @Test
    void startWhenCommandCannotBeRunKeepsContainerWithItsError(Platform platform) {
        HostFacts before = platform.facts();
        String name = docker.containerName();
        docker.ok("create", "--name", name, "busybox", "nosuch");

        Result result = docker.run("start", name);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .startsWith("Error response from daemon: ")
                .contains("exec: \"nosuch\": executable file not found in $PATH")
                .endsWith("\nError: failed to start containers: " + name + "\n");
        assertThat(docker.inspect(name).at("/State/ExitCode").asInt()).isEqualTo(127);
        assertThat(docker.inspect(name).at("/State/Error").asString()).contains("executable file not found in $PATH");
        docker.ok("rm", name);
        platform.awaitNoMoreThan(before);
    }

    @Test
    void runWhenNameIsTakenFailsWith125AndNamesTheOwner() {
        String name = docker.containerName();
        String id = docker.ok("create", "--name", name, "busybox");

        Result result = docker.run("run", "--name", name, "busybox", "true");

        result.failsWith(
                125,
                ("docker: Error response from daemon: Conflict. The container name \"/%s\" is already in use by"
                                + " container \"%s\". You have to remove (or rename) that container to be able to"
                                + " reuse that name.\n\nRun 'docker run --help' for more information")
                        .formatted(name, id));
    }

    @Test
    void runWhenNameIsInvalidFailsWith125() {
        docker.run("run", "--name", "-no", "busybox", "true")
                .failsWith(
                        125,
                        "docker: Error response from daemon: Invalid container name (-no), only"
                                + " [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed\n\n"
                                + "Run 'docker run --help' for more information");
    }

    @Test
    void runWhenNetworkIsUnknownFailsWith125AndLeavesNothing(Platform platform) {
        HostFacts before = platform.facts();

        Result result = docker.run("run", "--rm", "--network", "nosuchnet", "busybox", "true");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr())
                .startsWith("docker: Error response from daemon: ")
                .contains("network nosuchnet not found");
        platform.awaitNoMoreThan(before);
    }

    @Test
    void runWhenBindSourceIsMissingFailsWith125() {
        docker.run("run", "--rm", "--mount", "type=bind,src=/no/such/source,dst=/x", "busybox", "true")
                .failsWith(
                        125,
                        "docker: Error response from daemon: invalid mount config for type \"bind\": bind source path"
                                + " does not exist: /no/such/source\n\nRun 'docker run --help' for more information");
    }

    @ParameterizedTest
    @CsvSource({"/etc/hostname, /tmp", "/tmp, /etc/passwd"})
    void runWhenFileIsMountedOntoDirectoryOrViceVersaAsksWhetherThatWasMeant(String source, String target) {
        Result result = docker.run("run", "--rm", "-v", source + ":" + target, "busybox", "true");

        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr())
                .contains("error mounting \"" + source + "\" to rootfs at \"" + target + "\": ")
                .contains("not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)?"
                        + " Check if the specified host path exists and is the expected type");
    }

    @Test
    void runWhenWorkingDirectoryIsRelativeFailsWith125() {
        docker.run("run", "--rm", "-w", "relative", "busybox", "true")
                .failsWith(
                        125,
                        "docker: Error response from daemon: the working directory 'relative' is invalid, it needs to"
                                + " be an absolute path\n\nRun 'docker run --help' for more information");
    }

    @Test
    void runWhenMemoryIsTooSmallFailsWith125() {
        docker.run("run", "--rm", "-m", "1m", "busybox", "true")
                .failsWith(
                        125,
                        "docker: Error response from daemon: Minimum memory limit allowed is 6MB\n\n"
                                + "Run 'docker run --help' for more information");
    }
}
