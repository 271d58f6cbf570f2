package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The docker command line on a terminal. */
@OnDavit
class TerminalIT {

    private static final String CONTROL_P_CONTROL_Q = "\u0010\u0011";

    private final DockerCli docker;

    TerminalIT(DockerCli docker) {
        this.docker = docker;
    }

    @Test
    void runOnTerminalGivesAShellOneOfTheSameSize() {
        try (Session shell = docker.onTerminal("run", "-it", "--rm", "busybox", "sh")) {
            shell.awaitOutput("/ # ");
            shell.send("tty; stty size; echo $TERM\n").awaitOutput("/dev/pts/0\r\n33 77\r\nxterm\r\n");
            shell.send("exit 9\n");

            assertThat(shell.awaitEnd().exitCode()).isEqualTo(9);
        }
    }

    @Test
    void terminalFollowsWhenThatOfTheClientIsResized() throws IOException {
        String script = "trap 'echo now $(stty size)' WINCH; echo ready; while :; do sleep 0.1; done";
        String name = docker.containerName();
        try (Session run = docker.onTerminal("run", "-it", "--rm", "--name", name, "busybox", "sh", "-c", script)) {
            run.awaitOutput("ready");
            Wait.until(
                    "the first size arrives",
                    () -> docker.ok("exec", name, "stty", "-F", "/dev/pts/0", "size")
                            .equals("33 77"));

            resize(run, 50, 120);

            run.awaitOutput("now 50 120");
            docker.ok("kill", name);
            run.awaitEnd();
        }
    }

    private static void resize(Session session, int rows, int columns) throws IOException {
        ProcessHandle client = ProcessHandle.of(session.pid())
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("docker"))
                .findFirst()
                .orElseThrow();
        Path terminal = Files.readSymbolicLink(Path.of("/proc/" + client.pid() + "/fd/0"));
        Process stty = new ProcessBuilder("stty", "-F", terminal.toString(), "rows", "" + rows, "cols", "" + columns)
                .inheritIO()
                .start();
        assertThat(stty.onExit().join().exitValue()).isZero();
    }

    @Test
    void interruptKeyReachesTheProcessAsSignal() {
        String script = "trap 'echo caught; exit 6' INT; echo ready; while :; do sleep 0.1; done";
        try (Session run = docker.onTerminal("run", "-it", "--rm", "busybox", "sh", "-c", script)) {
            run.awaitOutput("ready").send("\u0003");

            Result result = run.awaitEnd();
            assertThat(result.stdout()).contains("caught");
            assertThat(result.exitCode()).isEqualTo(6);
        }
    }

    @Test
    void detachKeysLeaveTheContainerRunningAndAttachComesBack() {
        String name = docker.containerName();
        try (Session run = docker.onTerminal("run", "-it", "--name", name, "busybox", "sh")) {
            run.awaitOutput("/ # ").send(CONTROL_P_CONTROL_Q);
            assertThat(run.awaitEnd().exitCode()).isZero();
        }
        assertThat(docker.inspect(name).at("/State/Running").asBoolean()).isTrue();

        try (Session attach = docker.onTerminal("attach", name)) {
            attach.send("echo $((40 + 2))\n").awaitOutput("42\r\n").send("exit 4\n");

            assertThat(attach.awaitEnd().exitCode()).isEqualTo(4);
        }
    }

    @Test
    void detachKeysCanBeChosen() {
        String name = docker.containerName();
        try (Session run =
                docker.onTerminal("run", "-it", "--detach-keys", "ctrl-a,d", "--name", name, "busybox", "cat")) {
            run.send("before\n").awaitOutput("before\r\nbefore\r\n");

            run.send("\u0001d");

            assertThat(run.awaitEnd().exitCode()).isZero();
        }
        assertThat(docker.inspect(name).at("/State/Running").asBoolean()).isTrue();
    }

    @Test
    void execOnTerminalHasItsOwnTerminal() {
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "busybox", "sleep", "1000");

        try (Session exec = docker.onTerminal("exec", "-it", name, "sh")) {
            exec.awaitOutput("/ # ");
            exec.send("tty; stty size\n").awaitOutput("/dev/pts/0\r\n33 77\r\n");
            exec.send("exit 8\n");

            assertThat(exec.awaitEnd().exitCode()).isEqualTo(8);
        }
        assertThat(docker.inspect(name).at("/State/Running").asBoolean()).isTrue();
    }

    @Test
    void outputOfTerminalHasCarriageReturnsAndOneStream() {
        Result result = docker.run("run", "-t", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2");

        assertThat(result.ok()).isEqualTo("out\r\nerr");
        assertThat(result.stderr()).isEmpty();
    }
}
