package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Wait;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The last of all: the platform goes down, first alone, then with its containers. */
@OnDavit
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShutdownIT {

    private final DockerCli docker;
    private final Platform platform;

    ShutdownIT(DockerCli docker, Platform platform) {
        assumeTrue(platform.isOwn(), "only our own platform may be stopped");
        this.docker = docker;
        this.platform = platform;
    }

    @Test
    @Order(1)
    @AnyRuntime // RestartIT is a harder trial of the same
    void downLeavesContainersRunning() {
        String name = "survivor";
        docker.ok("run", "-d", "--stop-timeout", "1", "--name", name, "busybox", "sleep", "1000");
        long pid = docker.pid(name);

        platform.davit("down").ok();

        assertThat(platform.services()).isEmpty();
        assertThat(ProcessHandle.of(pid)).isPresent();
        platform.up();
        assertThat(docker.pid(name)).isEqualTo(pid);
    }

    @Test
    @Order(2)
    void downWithContainersLeavesNothingOnTheHost() {
        docker.ok("run", "-d", "--stop-timeout", "1", "-p", "80", "-v", "/anonymous", "busybox", "sleep", "1000");

        platform.downWithContainers().ok();

        assertThat(platform.services()).isEmpty();
        Wait.until(
                "the monitors end",
                () -> platform.processes().isEmpty()); // they are told of the exit before they leave
        assertThat(platform.facts().facts()).isEmpty();
        assertThat(platform.socket()).doesNotExist();
    }
}
