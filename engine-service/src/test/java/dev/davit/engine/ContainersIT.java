package dev.davit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.engine.ContainerState;
import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.contracts.engine.Exec;
import dev.davit.contracts.engine.ExitStatus;
import dev.davit.contracts.engine.Healthcheck;
import dev.davit.contracts.engine.WaitCondition;
import dev.davit.engine.fixture.Frames;
import dev.davit.engine.fixture.RunningEngine;
import dev.davit.engine.fixture.Specs;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import dev.davit.platform.hijack.RawConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real containers by the real executor; storage and network are fakes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainersIT {

    private static final Path RUNTIME = Path.of("target/native/davit-runtime").toAbsolutePath();

    @TempDir
    static Path folder;

    private static RunningEngine engine;

    @BeforeAll
    static void start() {
        engine = new RunningEngine(folder, RUNTIME);
    }

    @AfterAll
    static void stop() {
        engine.api().list(false).forEach(container -> engine.api().remove(container.id(), true, true));
        engine.close();
    }

    @Test
    void runAttachedAnswersOutputAndExitCode() throws IOException {
        String id = engine.create(Specs.sh("echo out; echo err >&2; exit 7").build());
        try (RawConnection attached = engine.attach(id, "stdout=1&stderr=1")) {
            InputStream wait = engine.api().await(id, WaitCondition.NEXT_EXIT);
            assertThat(engine.api().start(id).changed()).isTrue();
            byte[] output = attached.in().readAllBytes();
            assertThat(Frames.stream(output, 1)).isEqualTo("out\n");
            assertThat(Frames.stream(output, 2)).isEqualTo("err\n");
            assertThat(RunningEngine.finish(wait)).isEqualTo(new ExitStatus(7, null));
        }
        Container exited = engine.api().inspect(id, false);
        assertThat(exited.state().status()).isEqualTo(ContainerStatus.EXITED);
        assertThat(exited.state().exitCode()).isEqualTo(7);
        assertThat(engine.logs(id, false)).isEqualTo("out\nerr\n");
        engine.api().remove(id, false, false);
        assertThat(engine.storage().snapshots()).doesNotContain(id);
        assertThat(engine.network().sandboxes()).doesNotContain(id);
    }

    @Test
    void stdinPassesThroughAndItsEndToo() throws IOException {
        String id = engine.create(Specs.command("wc", "-c").stdin().build());
        try (RawConnection attached = engine.attach(id, "stdin=1&stdout=1&stderr=1")) {
            engine.api().start(id);
            attached.out().write("x".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
            attached.halfClose();
            assertThat(Frames.text(attached.in().readAllBytes()).strip()).isEqualTo("100000");
        }
        engine.api().remove(id, true, false);
    }

    @Test
    void clientWithOpenStdinIsLetGoWhenContainerEnds() throws IOException {
        String id = engine.create(Specs.command("true").stdin().build());
        try (RawConnection attached = engine.attach(id, "stdin=1&stdout=1&stderr=1")) {
            engine.api().start(id);
            assertThat(attached.in().readAllBytes()).isEmpty();
        }
        engine.api().remove(id, true, false);
    }

    @Test
    void terminalIsRawAndTakesASize() throws IOException {
        String id = engine.create(
                Specs.sh("tty; read line; stty size").tty().stdin().build());
        try (RawConnection attached = engine.attach(id, "stdin=1&stdout=1&stderr=1")) {
            engine.api().start(id);
            engine.api().resize(id, 30, 100);
            attached.out().write('\n');
            assertThat(new String(attached.in().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("/dev/pts/0\r\n", "30 100\r\n");
        }
        engine.api().remove(id, true, false);
    }

    @Test
    void autoRemoveLeavesNothing() throws IOException {
        String id = engine.create(Specs.command("true").autoRemove().build());
        InputStream wait = engine.api().await(id, WaitCondition.REMOVED);
        engine.api().start(id);
        assertThat(RunningEngine.finish(wait).code()).isZero();
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> engine.api().inspect(id, false))
                .withMessage("No such container: " + id);
        assertThat(engine.storage().snapshots()).doesNotContain(id);
        assertThat(engine.network().sandboxes()).doesNotContain(id);
        assertThat(folder.resolve("run/engine/c/" + id.substring(0, 16))).doesNotExist();
        assertThat(folder.resolve("state/engine/containers/" + id)).doesNotExist();
    }

    @Test
    void absentCommandFailsAsDockerSays() {
        String id = engine.create(Specs.command("nosuch").build());
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> engine.api().start(id))
                .withMessage("failed to create task for container: failed to create shim task: "
                        + "OCI runtime create failed: davit-runtime create failed: unable to start container process: "
                        + "error during container init: exec: \"nosuch\": executable file not found in $PATH: unknown")
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INVALID));
        Container failed = engine.api().inspect(id, false);
        assertThat(failed.state().status()).isEqualTo(ContainerStatus.CREATED);
        assertThat(failed.state().exitCode()).isEqualTo(127);
        assertThat(engine.storage().mounted()).doesNotContain(id);
        assertThat(engine.network().sandboxes()).doesNotContain(id);
        engine.api().remove(id, false, false);
    }

    @Test
    void failedNetworkLeavesNothingMounted() {
        String id = engine.create(Specs.command("true").network("nosuch").build());
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> engine.api().start(id))
                .withMessage("failed to set up container networking: network nosuch not found");
        assertThat(engine.storage().mounted()).doesNotContain(id);
        engine.api().remove(id, false, false);
    }

    @Test
    void stopSendsSignalThenKills() {
        String polite = engine.create(
                Specs.sh("trap 'exit 3' TERM; while :; do sleep 0.05; done").build());
        engine.api().start(polite);
        assertThat(engine.api().stop(polite, null, 5).changed()).isTrue();
        assertThat(engine.api().inspect(polite, false).state().exitCode()).isEqualTo(3);
        assertThat(engine.api().stop(polite, null, 5).changed()).isFalse();

        String deaf = engine.create(
                Specs.sh("trap '' TERM; while :; do sleep 0.05; done").build());
        engine.api().start(deaf);
        engine.api().stop(deaf, null, 1);
        assertThat(engine.api().inspect(deaf, false).state().exitCode()).isEqualTo(137);
        engine.api().remove(polite, false, false);
        engine.api().remove(deaf, false, false);
    }

    @Test
    void execRunsInContainer() throws IOException {
        String id = engine.create(Specs.command("sleep", "60").env("A=b").build());
        engine.api().start(id);
        Exec exec = engine.api().createExec(id, Specs.exec("sh", "-c", "echo $A; hostname; exit 5"));
        try (RawConnection attached = engine.attachExec(exec.id())) {
            assertThat(Frames.text(attached.in().readAllBytes())).isEqualTo("b\n" + id.substring(0, 12) + "\n");
        }
        assertThat(engine.api().exec(exec.id()).exitCode()).isEqualTo(5);
        assertThat(engine.api().exec(exec.id()).running()).isFalse();

        Exec absent = engine.api().createExec(id, Specs.exec("nosuch"));
        try (RawConnection attached = engine.attachExec(absent.id())) {
            assertThat(Frames.text(attached.in().readAllBytes()))
                    .isEqualTo("OCI runtime exec failed: exec failed: unable to start container process: "
                            + "exec: \"nosuch\": executable file not found in $PATH: unknown\r\n");
        }
        assertThat(engine.api().exec(absent.id()).exitCode()).isEqualTo(127);
        engine.api().kill(id, null);
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> engine.api().createExec(id, Specs.exec("true")))
                .withMessage("container " + id + " is not running");
        engine.api().remove(id, false, false);
    }

    @Test
    void runningContainerIsNotRemovedWithoutForce() {
        String id =
                engine.api().create("web", Specs.command("sleep", "60").build()).id();
        engine.api().start(id);
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> engine.api().remove("web", false, false))
                .withMessage("cannot remove container \"web\": container is running: "
                        + "stop the container before removing or force remove");
        engine.api().remove("web", true, false);
    }

    @Test
    void nameIsTakenOnce() {
        String id = engine.api().create("taken", Specs.command("true").build()).id();
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(
                        () -> engine.api().create("taken", Specs.command("true").build()))
                .withMessage("Conflict. The container name \"/taken\" is already in use by container \"" + id
                        + "\". You have to remove (or rename) that container to be able to reuse that name.");
        engine.api().remove(id, false, false);
        engine.api()
                .remove(
                        engine.api()
                                .create("taken", Specs.command("true").build())
                                .id(),
                        false,
                        false);
    }

    @Test
    void followedLogEndsWithContainer() throws IOException {
        String id = engine.create(
                Specs.sh("for i in 1 2 3; do echo $i; sleep 0.2; done").build());
        engine.api().start(id);
        assertThat(engine.logs(id, true)).isEqualTo("1\n2\n3\n");
        engine.api().remove(id, true, false);
    }

    @Test
    void restartPolicyStartsAgainUntilItsLimit() throws IOException {
        String id = engine.create(Specs.sh("exit 1").restart("on-failure", 2).build());
        engine.api().start(id);
        Container container = awaitStatus(id, ContainerStatus.EXITED);
        assertThat(container.restartCount()).isEqualTo(2);
        engine.api().remove(id, false, false);
    }

    @Test
    void containerOutlivesTheService() throws IOException {
        String running =
                engine.create(Specs.sh("echo before; while [ ! -e /go ]; do sleep 0.05; done; echo after; exit 4")
                        .build());
        String ending = engine.create(
                Specs.sh("while [ ! -e /go ]; do sleep 0.02; done; exit 6").build());
        engine.api().start(running);
        engine.api().start(ending);
        engine.restart(RUNTIME);
        assertThat(engine.api().inspect(running, false).state().status()).isEqualTo(ContainerStatus.RUNNING);
        try (RawConnection attached = engine.attach(running, "stdout=1&stderr=1")) {
            InputStream wait = engine.api().await(running, WaitCondition.NEXT_EXIT);
            Files.writeString(folder.resolve("rootfs").resolve(running).resolve("go"), "");
            assertThat(Frames.text(attached.in().readAllBytes())).isEqualTo("after\n");
            assertThat(RunningEngine.finish(wait).code()).isEqualTo(4);
        }
        assertThat(engine.logs(running, false)).isEqualTo("before\nafter\n");
        Files.writeString(folder.resolve("rootfs").resolve(ending).resolve("go"), "");
        assertThat(engine.await(ending, WaitCondition.NOT_RUNNING).code()).isEqualTo(6);
        engine.api().remove(running, false, false);
        engine.api().remove(ending, false, false);
    }

    @Test
    void pauseFreezesAndStatsCount() throws IOException {
        String id = engine.create(
                Specs.command("sleep", "60").limits(64 << 20, 0, 20).build());
        engine.api().start(id);
        engine.api().pause(id);
        assertThat(engine.api().inspect(id, false).state().status()).isEqualTo(ContainerStatus.PAUSED);
        engine.api().unpause(id);
        try (InputStream stats = engine.api().stats(id, false)) {
            String line = new String(stats.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(line).contains("\"memoryLimit\":67108864", "\"pidsLimit\":20", "\"running\":true");
        }
        assertThat(engine.api().processes(id, "-ef").processes())
                .hasSize(1)
                .allMatch(row -> row.getLast().equals("sleep 60"));
        engine.api().remove(id, true, false);
    }

    @Test
    void probesMakeContainerHealthy() throws IOException {
        Healthcheck check = new Healthcheck(List.of("CMD-SHELL", "echo fine"), 50_000_000L, 0, 0, 0, 1);
        Instant since = Instant.now();
        String id = engine.create(Specs.command("sleep", "60").health(check).build());
        engine.api().start(id);
        try (BufferedReader events = new BufferedReader(
                new InputStreamReader(engine.api().events(since.toString(), null), StandardCharsets.UTF_8))) {
            String line = events.readLine();
            while (!line.contains("health_status") || !line.contains(id)) {
                line = events.readLine();
            }
            assertThat(line).contains("health_status: healthy");
        }
        ContainerState.Health health =
                Objects.requireNonNull(engine.api().inspect(id, false).state().health());
        assertThat(health.status()).isEqualTo("healthy");
        assertThat(health.log().getFirst().output()).isEqualTo("fine\n");
        engine.api().remove(id, true, false);
    }

    private static Container awaitStatus(String id, ContainerStatus status) throws IOException {
        Container container = engine.api().inspect(id, false);
        while (container.state().status() != status) {
            engine.await(id, WaitCondition.NEXT_EXIT);
            container = engine.api().inspect(id, false);
        }
        return container;
    }
}
