package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Procfs;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Wait;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecIT {

    private final DockerCli docker;
    private String name = "";

    ExecIT(DockerCli docker) {
        this.docker = docker;
    }

    @BeforeAll
    void start() {
        name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "-e", "A=b", "-w", "/tmp", "-m", "64m", "busybox", "sleep", "1000");
    }

    @Test
    void execKeepsStreamsApartAndGivesTheExitCode() {
        Result result = docker.run("exec", name, "sh", "-c", "echo out; echo err >&2; exit 3");

        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void execHasEnvironmentAndFolderOfTheContainer() {
        assertThat(docker.ok("exec", name, "sh", "-c", "echo $A $PWD $HOME")).isEqualTo("b /tmp /root");
    }

    @Test
    void execTakesUserFolderAndEnvironmentOfItsOwn() {
        String output = docker.ok(
                "exec",
                "-u",
                "app",
                "-w",
                "/etc",
                "-e",
                "A=c",
                "-e",
                "B=d",
                name,
                "sh",
                "-c",
                "id -un; pwd; echo $A$B");

        assertThat(output).isEqualTo("app\n/etc\ncd");
    }

    @Test
    void execWithInputCopiesItUntilItsEnd() {
        String input = "x".repeat(500_000);

        assertThat(docker.runWithInput(input, "exec", "-i", name, "wc", "-c").ok())
                .isEqualTo("500000");
    }

    @Test
    void execDetachedGoesOnByItself() {
        docker.ok("exec", "-d", name, "sh", "-c", "echo done > /tmp/detached");

        Wait.until(
                "the file is there",
                () -> docker.run("exec", name, "cat", "/tmp/detached").stdout().equals("done\n"));
    }

    @Test
    void execIsInTheNamespacesAndTheCgroupOfTheContainer() {
        Procfs init = new Procfs(docker.pid(name));

        for (String kind : new String[] {"pid", "net", "mnt", "ipc", "uts"}) {
            assertThat(docker.ok("exec", name, "readlink", "/proc/self/ns/" + kind))
                    .isEqualTo(init.namespace(kind));
        }
        docker.ok("exec", "-d", name, "sleep", "2000");
        Wait.until(
                "the command is in the cgroup of process 1",
                () -> init.cgroup("pids", "cgroup.procs", "cgroup.procs")
                        .lines()
                        .anyMatch(pid ->
                                new Procfs(Long.parseLong(pid)).commandLine().contains("2000")));
    }

    @Test
    void execHasTheSameConfinement() {
        assertThat(docker.ok("exec", name, "sh", "-c", "grep -E '(CapBnd|Seccomp):' /proc/self/status | tr -d '\\t'"))
                .isEqualTo("CapBnd:00000000a80425fb\nSeccomp:2");
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, 127, 'exec: \"nosuch\": executable file not found in $PATH'",
        "/etc/passwd, 126, 'exec: \"/etc/passwd\": permission denied'"
    })
    void execWhenCommandCannotBeRunNamesIt(String command, int exitCode, String reason) {
        Result result = docker.run("exec", name, command);

        assertThat(result.stdout() + result.stderr()).contains(reason);
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void execInStoppedContainerFails() {
        String stopped = docker.containerName();
        docker.ok("run", "--name", stopped, "busybox", "true");
        String id = docker.inspect(stopped).path("Id").asString();

        docker.run("exec", stopped, "true")
                .failsWith(1, "Error response from daemon: container " + id + " is not running");
    }

    @Test
    void execInUnknownContainerFails() {
        docker.run("exec", "nosuchcontainer", "true")
                .failsWith(1, "Error response from daemon: No such container: nosuchcontainer");
    }
}
