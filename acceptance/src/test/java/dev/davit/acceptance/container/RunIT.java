package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnDavit
class RunIT {

    private final DockerCli docker;

    RunIT(DockerCli docker) {
        this.docker = docker;
    }

    @Test
    void runWhenCommandWritesToBothStreamsKeepsThemApart() {
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void runWhenOutputIsLongGivesEveryByte() {
        Result result = docker.run("run", "--rm", "busybox", "seq", "1", "200000");

        String expected =
                IntStream.rangeClosed(1, 200000).mapToObj(n -> n + "\n").collect(Collectors.joining());
        assertThat(result.ok()).isEqualTo(expected.strip());
    }

    @ParameterizedTest
    @CsvSource({"KILL, 137", "TERM, 143", "SEGV, 139"})
    void runWhenProcessDiesOfSignalExitsWith128AndItsNumber(String signal, int exitCode) {
        // not as process 1, which the kernel shields from signals of its own namespace
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "sh -c 'kill -" + signal + " $$'; exit $?");

        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void runWhenClientGetsSignalPassesItOn() {
        String script = "trap 'echo caught; exit 7' TERM; echo ready; while :; do sleep 0.1; done";
        try (Session run = docker.start("run", "--rm", "busybox", "sh", "-c", script)) {
            run.awaitOutput("ready\n");

            ProcessHandle.of(run.pid()).orElseThrow().destroy();

            Result result = run.awaitEnd();
            assertThat(result.stdout()).isEqualTo("ready\ncaught\n");
            assertThat(result.exitCode()).isEqualTo(7);
        }
    }

    @Test
    void runWhenInteractiveCopiesInputUntilItsEndAndOutputAfterwards() {
        String input = "a line of input\n".repeat(65536);

        Result result = docker.runWithInput(input, "run", "-i", "--rm", "busybox", "sh", "-c", "wc -c; echo after");

        assertThat(result.ok()).isEqualTo("1048576\nafter");
    }

    @Test
    void runWhenInteractiveGivesInputBackUnchanged() {
        String input = IntStream.range(0, 100000).mapToObj(n -> n + " ").collect(Collectors.joining()) + "\n";

        Result result = docker.runWithInput(input, "run", "-i", "--rm", "busybox", "cat");

        assertThat(result.stdout()).isEqualTo(input);
    }

    @Test
    void runWhenNotInteractiveHasEmptyInput() {
        Result result = docker.runWithInput("nobody reads this\n", "run", "--rm", "busybox", "wc", "-c");

        assertThat(result.ok()).isEqualTo("0");
    }

    @Test
    void runWithRmLeavesNothingBehind(Platform platform) {
        HostFacts before = platform.facts();
        String name = docker.containerName();

        docker.ok("run", "--rm", "--name", name, "-v", "/anonymous", "busybox", "touch", "/anonymous/x");

        assertThat(docker.ok("ps", "-aq", "--filter", "name=" + name)).isEmpty();
        platform.awaitNoMoreThan(before);
    }

    @Test
    void runWithCidfileWritesTheId(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cid");
        String name = docker.containerName();

        docker.ok("run", "--name", name, "--cidfile", file.toString(), "busybox", "true");

        assertThat(Files.readString(file))
                .matches("[0-9a-f]{64}")
                .isEqualTo(docker.inspect(name).path("Id").asString());
    }

    @Test
    void runWhenDetachedPrintsTheIdAlone() {
        Result result = docker.run("run", "-d", "--name", docker.containerName(), "busybox", "true");

        assertThat(result.stdout()).matches("[0-9a-f]{64}\n");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void createAndStartAttachedGivesOutputAndExitCode() {
        String name = docker.containerName();
        docker.ok("create", "--name", name, "busybox", "sh", "-c", "echo started; exit 5");
        assertThat(docker.inspect(name).at("/State/Status").asString()).isEqualTo("created");

        Result result = docker.run("start", "-a", name);

        assertThat(result.stdout()).isEqualTo("started\n");
        assertThat(result.exitCode()).isEqualTo(5);
    }

    @Test
    void runWithStandardOutputOnlyAttachedLeavesStandardErrorOut() {
        Result result = docker.run("run", "--rm", "-a", "stdout", "busybox", "sh", "-c", "echo out; echo err >&2");

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void attachWhenContainerRunsGivesItsOutputAndTakesInput() {
        String name = docker.containerName();
        docker.ok("run", "-d", "-i", "--name", name, "busybox", "sh", "-c", "read line; echo \"got $line\"");

        try (Session attach = docker.start("attach", name)) {
            attach.send("words\n").awaitOutput("got words\n");

            assertThat(attach.awaitEnd().exitCode()).isZero();
        }
    }

    @Test
    void waitGivesTheExitCode() {
        String name = docker.containerName();
        docker.ok("run", "-d", "-i", "--name", name, "busybox", "sh", "-c", "read line; exit 42");
        try (Session wait = docker.start("wait", name)) {
            docker.runWithInput("go\n", "attach", name);

            assertThat(wait.awaitEnd().ok()).isEqualTo("42");
        }
    }

    @Test
    void helloThatShipsWithDavitSaysHello(Platform platform) {
        assumeTrue(platform.isOwn(), "davit/hello comes with ./davit up");

        Result result = docker.run("run", "--rm", "davit/hello");

        assertThat(result.ok()).startsWith("Hello from Davit!").contains("Its process has pid 1,");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void runKeepsBytesThatAreNoText() {
        Result result = docker.run("run", "--rm", "busybox", "printf", "\\303\\244\\000\\001");

        assertThat(result.stdout().getBytes(StandardCharsets.UTF_8)).containsExactly(0xc3, 0xa4, 0, 1);
    }
}
