package dev.davit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.fakehost.Cli;
import dev.davit.fakehost.FakeHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real {@code docker} command against the gateway. */
class DockerCommandLineTests {

    private FakeHost host;
    private Cli docker;

    @BeforeEach
    void connect() {
        assumeTrue(Cli.isInstalled(), "no docker command on this machine");
        host = FakeHost.get();
        docker = new Cli(host.socket);
    }

    @Test
    void runPrintsOutputAndPassesExitCode() {
        assertThat(docker.run("run", "--rm", "busybox", "echo", "hi").out()).isEqualTo("hi\n");
        assertThat(docker.run("run", "--name", "three", "busybox", "exit", "3").code())
                .isEqualTo(3);
    }

    @Test
    void runPassesInputUntilItEnds() {
        String text = "line\n".repeat(20_000);
        Cli.Result result = docker.runWithInput(text, "run", "-i", "--rm", "busybox", "cat");
        assertThat(result.out()).isEqualTo(text);
        assertThat(result.code()).isZero();
    }

    @Test
    void runOfAbsentImagePullsAndSaysWhy() {
        Cli.Result result = docker.run("run", "absent", "true");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err())
                .contains("Unable to find image 'absent:latest' locally")
                .contains("manifest unknown");
    }
}
