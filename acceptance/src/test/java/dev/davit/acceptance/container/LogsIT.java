package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Wait;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogsIT {

    private final DockerCli docker;
    private String ended = "";
    private Instant between = Instant.EPOCH;

    LogsIT(DockerCli docker) {
        this.docker = docker;
    }

    @BeforeAll
    void writeLines() {
        ended = docker.containerName();
        String script = "echo one; echo two >&2; read go; printf 'three\\nlast'";
        docker.ok("run", "-d", "-i", "--name", ended, "busybox", "sh", "-c", script);
        Wait.until("both lines are logged", () -> {
            Result logs = docker.run("logs", ended);
            return logs.stdout().equals("one\n") && logs.stderr().equals("two\n");
        });
        between = Instant.now();
        docker.runWithInput("go\n", "attach", ended);
        docker.ok("wait", ended);
    }

    @Test
    void logsKeepTheStreamsApart() {
        Result result = docker.run("logs", ended);

        assertThat(result.stdout()).isEqualTo("one\nthree\nlast");
        assertThat(result.stderr()).isEqualTo("two\n");
    }

    @Test
    void tailGivesTheLastLines() {
        assertThat(docker.run("logs", "--tail", "2", ended).stdout()).isEqualTo("three\nlast");
        assertThat(docker.run("logs", "--tail", "0", ended).stdout()).isEmpty();
        assertThat(docker.run("logs", "-n", "99", ended).stdout()).isEqualTo("one\nthree\nlast");
    }

    @Test
    void timestampsAreInstantsInOrder() {
        List<String> lines = docker.run("logs", "-t", ended).stdout().lines().toList();

        assertThat(lines).hasSize(3).allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{9}Z .*"));
        assertThat(lines.stream().map(line -> Instant.parse(line.split(" ")[0])))
                .isSorted();
    }

    @Test
    void sinceAndUntilCutByTime() {
        assertThat(docker.run("logs", "--since", between.toString(), ended).stdout())
                .isEqualTo("three\nlast");
        assertThat(docker.run("logs", "--until", between.toString(), ended).stdout())
                .isEqualTo("one\n");
    }

    @Test
    void followGivesWhatComesAndEndsWithTheContainer() {
        String name = docker.containerName();
        docker.ok(
                "run", "-d", "-i", "--name", name, "busybox", "sh", "-c", "echo first; read line; echo $line; exit 1");

        try (Session logs = docker.start("logs", "-f", name)) {
            logs.awaitOutput("first\n");
            assertThat(logs.stdout()).isEqualTo("first\n");

            docker.runWithInput("second\n", "attach", name);

            Result result = logs.awaitEnd();
            assertThat(result.stdout()).isEqualTo("first\nsecond\n");
            assertThat(result.exitCode()).isZero();
        }
    }

    @Test
    void longOutputIsKeptWhole() {
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "busybox", "seq", "1", "50000");
        docker.ok("wait", name);

        assertThat(docker.ok("logs", name))
                .isEqualTo(IntStream.rangeClosed(1, 50000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void lineLongerThanTheBufferIsGivenInOnePiece() {
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "busybox", "sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo");
        docker.ok("wait", name);

        assertThat(docker.ok("logs", name)).isEqualTo("x".repeat(100000));
    }

    @Test
    void logsOfUnknownContainerFail() {
        docker.run("logs", "nosuchcontainer")
                .failsWith(1, "Error response from daemon: No such container: nosuchcontainer");
    }

    @Test
    void logsOfTerminalAreOneStream() {
        String name = docker.containerName();
        docker.ok("run", "-d", "-t", "--name", name, "busybox", "sh", "-c", "echo out; echo err >&2");
        docker.ok("wait", name);

        assertThat(docker.run("logs", name).stdout()).isEqualTo("out\r\nerr\r\n");
    }
}
