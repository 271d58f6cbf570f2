package dev.davit.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.AnyRuntime;
import dev.davit.acceptance.fixture.Certificates;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The docker command line by TCP and TLS, as to a dockerd with --tlsverify. */
@OnDavit
@AnyRuntime
class TlsIT {

    private final Platform platform;
    private DockerCli docker;

    @TempDir
    Path folder;

    TlsIT(Platform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void connect() {
        assumeTrue(platform.isOwn(), "only our own platform listens with certificates of ours");
        docker = with(platform.certificates().client());
    }

    @AfterEach
    void disconnect() {
        if (docker != null) {
            docker.close();
        }
    }

    private DockerCli with(List<String> options) {
        return platform.dockerByTcp(
                Stream.concat(Stream.of("--tlsverify"), options.stream()).toList());
    }

    @Test
    void clientWithCertificateIsAnswered() {
        assertThat(docker.ok("version", "--format", "{{.Server.Version}}"))
                .isEqualTo(platform.docker().ok("version", "--format", "{{.Server.Version}}"));
    }

    @Test
    void runPassesOutputErrorsAndExitCode() {
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2; exit 7");

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void inputThatEndsLeavesTheOutputOpen() {
        String text = "a line of input\n".repeat(100_000);

        Result result = docker.runWithInput(
                text, "run", "-i", "--rm", "busybox", "sh", "-c", "cat; sleep 1; echo and after the end of the input");

        assertThat(result.ok()).isEqualTo(text + "and after the end of the input");
    }

    @Test
    void outputThatIsReadSlowlyArrivesWhole() {
        Result result = docker.run("run", "--rm", "busybox", "sh", "-c", "seq 1 300000; echo end");

        assertThat(result.stdout()).endsWith("300000\nend\n").hasLineCount(300_001);
    }

    @Test
    void execAndAttachOnTerminal() {
        String name = docker.containerName();
        try (Session shell = docker.onTerminal("run", "-it", "--name", name, "busybox", "sh")) {
            shell.awaitOutput("/ # ").send("\u0010\u0011");
            assertThat(shell.awaitEnd().exitCode()).isZero();
        }
        try (Session exec = docker.onTerminal("exec", "-it", name, "sh")) {
            exec.awaitOutput("/ # ").send("stty size; exit 8\n").awaitOutput("33 77\r\n");
            assertThat(exec.awaitEnd().exitCode()).isEqualTo(8);
        }
        try (Session attach = docker.onTerminal("attach", name)) {
            attach.send("echo $((40 + 2))\n").awaitOutput("42\r\n").send("exit 4\n");
            assertThat(attach.awaitEnd().exitCode()).isEqualTo(4);
        }
    }

    @Test
    void logsAreFollowed() {
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "busybox", "sh", "-c", "echo first; exec sleep 1000");

        try (Session logs = docker.start("logs", "-f", name)) {
            logs.awaitOutput("first\n");
            docker.ok("kill", name);

            assertThat(logs.awaitEnd().ok()).isEqualTo("first");
        }
    }

    @Test
    void followerThatLeavesIsNoticedThoughNothingHappens() {
        long before = connections();
        try (Session events = docker.start("events")) {
            Wait.until("events are followed by " + events.pid(), () -> connections() > before);
        }
        Wait.until("the gateway closes its side", () -> connections() <= before);
    }

    // Of the gateway's side, whether the client's is open or closed.
    private long connections() {
        String port = ":%04X".formatted(URI.create(platform.tcpHost()).getPort());
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(TlsIT::lines)
                .map(line -> line.strip().split(" +"))
                .filter(socket -> socket[1].endsWith(port) && Set.of("01", "08").contains(socket[3]))
                .count();
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void filesAreCopiedBothWays() throws IOException {
        String name = docker.containerName();
        docker.ok("create", "--name", name, "busybox");
        byte[] content = "some bytes\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        Path in = Files.write(folder.resolve("in"), content);
        Path out = folder.resolve("out");

        docker.ok("cp", in.toString(), name + ":/tmp/file");
        docker.ok("cp", name + ":/tmp/file", out.toString());

        assertThat(out).hasBinaryContent(content);
    }

    @Test
    void clientWithoutCertificateIsRefused() {
        try (DockerCli nameless =
                with(List.of("--tlscacert", platform.certificates().ca()))) {
            Result result = nameless.run("version");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr()).contains("tls: certificate required");
            assertThat(result.stdout()).doesNotContain("Server");
        }
    }

    @Test
    void clientOfAnotherAuthorityIsRefused() {
        Certificates others = Certificates.in(folder);
        try (DockerCli stranger = with(others.clientOf(platform.certificates()))) {
            Result result = stranger.run("version");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr()).contains("remote error: tls: ");
            assertThat(result.stdout()).doesNotContain("Server");
        }
    }

    @Test
    void clientThatDoesNotSpeakTlsIsRefused() {
        try (DockerCli plain = platform.dockerByTcp(List.of())) {
            Result result = plain.run("version");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stdout()).doesNotContain("Server");
        }
    }

    @Test
    void upRefusesTcpWithoutCertificates() {
        platform.davit("up", "--host", "tcp://127.0.0.1:2375")
                .failsWith(
                        1,
                        "davit: host tcp://127.0.0.1:2375 needs TLS with certificates of both sides:"
                                + " --tlscacert is missing, the authority whose clients are let in (a PEM file)");
    }

    @Test
    void upDoesNotPretendToListenElsewhereWhenItRunsAlready() {
        Result result = platform.davit(
                Stream.concat(Stream.of("up", "--host", "tcp://127.0.0.1:1"), platform.certificates().server().stream())
                        .toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr()).contains("does not listen on tcp://127.0.0.1:1: ./davit down first");
    }
}
