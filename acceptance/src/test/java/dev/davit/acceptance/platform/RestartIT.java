package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Wait;
import dev.davit.acceptance.fixture.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Every service is killed and started again while containers run. */
@OnDavit
@Order(Integer.MAX_VALUE - 1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {

    private static final String TICKS = "n=0; while :; do n=$((n + 1)); echo tick $n; sleep 0.2; done";

    private final DockerCli docker;
    private final Platform platform;
    private final int port = Platform.freePort();
    private String web = "";
    private String ticking = "";
    private String ending = "";
    private String autoRemoved = "";
    private String stopped = "";
    private JsonNode before;
    private HostFacts facts = HostFacts.NONE;

    RestartIT(DockerCli docker, Platform platform) {
        this.docker = docker;
        this.platform = platform;
    }

    @BeforeAll
    void killEveryServiceAndStartThemAgain() {
        assumeTrue(platform.isOwn(), "only our own platform may be killed");
        facts = platform.facts();
        web = started("-p", port + ":80", "busybox", "sh", "-c", "echo served > /index.html; exec httpd -f -p 80");
        ticking = started("busybox", "sh", "-c", TICKS);
        ending = started("-v", "/tmp", "busybox", "sh", "-c", "until [ -e /tmp/end ]; do sleep 0.05; done; exit 23");
        autoRemoved = started("--rm", "busybox", "sh", "-c", "until [ -e /tmp/end ]; do sleep 0.05; done");
        stopped = started("busybox", "true");
        docker.ok("wait", stopped);
        before = docker.inspect(web);
        long endingPid = docker.pid(ending);
        long removedPid = docker.pid(autoRemoved);

        List<ProcessHandle> services = platform.services();
        assertThat(services).hasSize(5);
        services.forEach(ProcessHandle::destroyForcibly);
        services.forEach(service -> service.onExit().join());

        // two containers end while nobody looks
        end(endingPid);
        end(removedPid);
        platform.up();
    }

    private static void end(long pid) {
        try {
            Files.createFile(Path.of("/proc/" + pid + "/root/tmp/end"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Wait.until("process " + pid + " ends", () -> ProcessHandle.of(pid).isEmpty());
    }

    private String started(String... rest) {
        String name = docker.containerName();
        String[] arguments = new String[rest.length + 4];
        System.arraycopy(new String[] {"run", "-d", "--name", name}, 0, arguments, 0, 4);
        System.arraycopy(rest, 0, arguments, 4, rest.length);
        docker.ok(arguments);
        return name;
    }

    @Test
    void containerRunsOnAsItWas() {
        JsonNode now = docker.inspect(web);

        assertThat(now.path("State")).isEqualTo(before.path("State"));
        assertThat(now.path("Id")).isEqualTo(before.path("Id"));
        assertThat(now.path("Created")).isEqualTo(before.path("Created"));
        assertThat(now.at("/NetworkSettings/Networks")).isEqualTo(before.at("/NetworkSettings/Networks"));
        assertThat(now.at("/NetworkSettings/Ports")).isEqualTo(before.at("/NetworkSettings/Ports"));
    }

    @Test
    void publishedPortStillAnswers() {
        assertThat(Web.get("127.0.0.1", port)).isEqualTo("served\n");
    }

    @Test
    void execWorks() {
        assertThat(docker.ok("exec", web, "cat", "/index.html")).isEqualTo("served");
    }

    @Test
    void logsLackNothing() {
        List<String> lines = docker.ok("logs", ticking).lines().toList();

        assertThat(lines).hasSizeGreaterThan(5);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("tick " + (i + 1));
        }
        int seen = lines.size();
        Wait.until("another tick", () -> docker.ok("logs", ticking).lines().count() > seen);
    }

    @Test
    void exitThatNobodySawIsKnown() {
        Wait.until(
                "the exit is noticed",
                () -> !docker.inspect(ending).at("/State/Running").asBoolean());

        assertThat(docker.inspect(ending).at("/State/ExitCode").asInt()).isEqualTo(23);
        assertThat(docker.ok("wait", ending)).isEqualTo("23");
        assertThat(docker.ok("ps", "-a", "--filter", "name=" + ending, "--format", "{{.Status}}"))
                .startsWith("Exited (23) ");
    }

    @Test
    void containerToBeRemovedAtItsEndIsRemoved() {
        Wait.until(
                "it is removed",
                () -> docker.ok("ps", "-aq", "--filter", "name=" + autoRemoved).isEmpty());
    }

    @Test
    void exitAfterTheRestartIsNoticed() {
        String name = started("busybox", "sh", "-c", "until [ -e /tmp/end ]; do sleep 0.05; done; exit 7");

        docker.ok("exec", name, "touch", "/tmp/end");

        assertThat(docker.ok("wait", name)).isEqualTo("7");
    }

    @Test
    void stoppedContainerStartsAgain() {
        docker.ok("start", stopped);

        assertThat(docker.ok("wait", stopped)).isEqualTo("0");
    }

    @Test
    void newContainerGetsAnAddressThatNoOtherHas() {
        String name = started("busybox", "sleep", "1000");

        assertThat(docker.inspect(name)
                        .at("/NetworkSettings/Networks/bridge/IPAddress")
                        .asString())
                .isNotIn(
                        docker.inspect(web)
                                .at("/NetworkSettings/Networks/bridge/IPAddress")
                                .asString(),
                        docker.inspect(ticking)
                                .at("/NetworkSettings/Networks/bridge/IPAddress")
                                .asString());
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void removalAfterTheRestartLeavesNothing() {
        started("-p", "80", "-v", "/anonymous", "busybox", "sleep", "1000");

        // the platform is our own, and so are all its containers
        docker.ok("ps", "-aq").lines().forEach(id -> docker.ok("rm", "-f", "-v", id));

        platform.awaitNoMoreThan(facts);
    }
}
