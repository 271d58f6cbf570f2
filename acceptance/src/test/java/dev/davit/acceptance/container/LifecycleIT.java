package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.HostFacts;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Wait;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Start, stop, kill, restart, rename, remove and list. */
@OnDavit
class LifecycleIT {

    private static final String OBEYS = "trap 'echo stopping; exit 3' TERM; echo ready; while :; do sleep 0.1; done";

    private final DockerCli docker;

    LifecycleIT(DockerCli docker) {
        this.docker = docker;
    }

    private String started(String script, String... options) {
        String name = docker.containerName();
        String[] arguments = new String[options.length + 8];
        System.arraycopy(new String[] {"run", "-d", "--name", name}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        System.arraycopy(new String[] {"busybox", "sh", "-c", script}, 0, arguments, options.length + 4, 4);
        docker.ok(arguments);
        return name;
    }

    private String ready(String script) {
        String name = started(script);
        Wait.until("the script is ready", () -> docker.ok("logs", name).contains("ready"));
        return name;
    }

    @Test
    void stopAsksFirst() {
        String name = ready(OBEYS);

        assertThat(docker.ok("stop", name)).isEqualTo(name);

        assertThat(docker.ok("logs", name)).isEqualTo("ready\nstopping");
        JsonNode state = docker.inspect(name).path("State");
        assertThat(state.path("Status").asString()).isEqualTo("exited");
        assertThat(state.path("ExitCode").asInt()).isEqualTo(3);
        assertThat(state.path("Running").asBoolean()).isFalse();
        assertThat(state.path("Pid").asInt()).isZero();
        assertThat(Instant.parse(state.path("FinishedAt").asString()))
                .isAfter(Instant.parse(state.path("StartedAt").asString()));
    }

    @Test
    void stopKillsWhatDoesNotListen() {
        String name = ready("trap '' TERM; echo ready; while :; do sleep 0.1; done");

        docker.ok("stop", "-t", "1", name);

        assertThat(docker.inspect(name).at("/State/ExitCode").asInt()).isEqualTo(137);
    }

    @Test
    void stopUsesTheSignalOfTheContainer() {
        String name = started("trap 'exit 5' USR1; echo ready; while :; do sleep 0.1; done", "--stop-signal", "USR1");
        Wait.until("the script is ready", () -> docker.ok("logs", name).contains("ready"));

        docker.ok("stop", name);

        assertThat(docker.inspect(name).at("/State/ExitCode").asInt()).isEqualTo(5);
    }

    @Test
    void stoppedContainerStartsAgainWithItsFiles() {
        String name = started("n=$(($(cat /count 2>/dev/null || echo 0) + 1)); echo $n | tee /count; sleep 1000");
        Wait.until("the first line", () -> docker.ok("logs", name).equals("1"));
        docker.ok("stop", "-t", "0", name);

        assertThat(docker.ok("start", name)).isEqualTo(name);

        Wait.until("the second line", () -> docker.ok("logs", name).equals("1\n2"));
        assertThat(docker.inspect(name).at("/State/Running").asBoolean()).isTrue();
    }

    @Test
    void restartGivesAnotherProcess() {
        String name = ready(OBEYS);
        long before = docker.pid(name);

        docker.ok("restart", "-t", "5", name);

        assertThat(docker.pid(name)).isPositive().isNotEqualTo(before);
        assertThat(ProcessHandle.of(before)).isEmpty();
    }

    @Test
    void killSendsTheSignalThatIsNamed() {
        String name = ready("trap 'echo usr1' USR1; echo ready; while :; do sleep 0.1; done");

        docker.ok("kill", "-s", "USR1", name);

        Wait.until("the signal arrives", () -> docker.ok("logs", name).equals("ready\nusr1"));
        docker.ok("kill", name);
        assertThat(docker.ok("wait", name)).isEqualTo("137");
    }

    @Test
    void renamedContainerIsFoundByItsNewName() {
        String name = started("sleep 1000");
        String renamed = docker.containerName();

        docker.ok("rename", name, renamed);

        assertThat(docker.inspect(renamed).path("Name").asString()).isEqualTo("/" + renamed);
        docker.run("container", "inspect", name).failsWith(1, "Error response from daemon: No such container: " + name);
    }

    @Test
    void removeWhenRunningFailsUnlessForced(Platform platform) {
        HostFacts before = platform.facts();
        String name = started("sleep 1000");
        long pid = docker.pid(name);

        assertThat(docker.run("rm", name).stderr())
                .isEqualTo("Error response from daemon: cannot remove container \"" + name
                        + "\": container is running: stop the container before removing or force remove\n");

        assertThat(docker.ok("rm", "-f", name)).isEqualTo(name);
        assertThat(ProcessHandle.of(pid)).isEmpty();
        platform.awaitNoMoreThan(before);
    }

    @Test
    void containerIsFoundByNameIdAndPrefixOfId() {
        String name = started("sleep 1000");
        String id = docker.inspect(name).path("Id").asString();

        assertThat(docker.inspect(id).path("Name").asString()).isEqualTo("/" + name);
        assertThat(docker.inspect(id.substring(0, 12)).path("Id").asString()).isEqualTo(id);
        assertThat(docker.inspect("/" + name).path("Id").asString()).isEqualTo(id);
    }

    @Test
    void psShowsRunningOnesAndWithAllTheRest() {
        String running = started("sleep 1000", "--label", "group=" + docker.containerName());
        String group = docker.inspect(running).at("/Config/Labels/group").asString();
        String ended = started("exit 3", "--label", "group=" + group);
        docker.ok("wait", ended);
        String[] columns = {
            "--format", "{{.Names}} {{.Image}} {{.Command}} {{.Status}}", "--filter", "label=group=" + group
        };

        String shown = docker.ok("ps", columns[0], columns[1], columns[2], columns[3], "--no-trunc");
        assertThat(shown).matches(running + " busybox \"sh -c 'sleep 1000'\" Up (Less than a|\\d+) seconds?");

        String all = docker.ok("ps", "-a", columns[0], columns[1], columns[2], columns[3], "--no-trunc");
        assertThat(all.lines()).hasSize(2);
        assertThat(all.lines().findFirst().orElseThrow())
                .matches(ended + " busybox \"sh -c 'exit 3'\" Exited \\(3\\) (Less than a|\\d+) seconds? ago");
    }

    @Test
    void psFiltersByStatusNameLabelAndAncestor() {
        String group = docker.containerName();
        String running = started("sleep 1000", "--label", "group=" + group);
        String ended = started("true", "--label", "group=" + group);
        docker.ok("wait", ended);
        String label = "label=group=" + group;

        assertThat(names("--filter", label, "--filter", "status=exited")).isEqualTo(ended);
        assertThat(names("--filter", label, "--filter", "status=running")).isEqualTo(running);
        assertThat(names("--filter", "name=" + running)).isEqualTo(running);
        assertThat(names("--filter", label, "--filter", "ancestor=busybox")).isEqualTo(ended + "\n" + running);
        assertThat(names("--filter", label, "--filter", "ancestor=nosuchimage")).isEmpty();
        assertThat(names("--filter", label, "-n", "1")).isEqualTo(ended);
    }

    private String names(String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"ps", "-a", "--format", "{{.Names}}"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return docker.ok(arguments);
    }
}
