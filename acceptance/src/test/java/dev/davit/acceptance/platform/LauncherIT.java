package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The launcher of a platform that is up. */
@OnDavit
class LauncherIT {

    private static final List<String> SERVICES = List.of("storage", "network", "engine", "registry", "gateway");

    private final Platform platform;

    LauncherIT(Platform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void needsOwnPlatform() {
        assumeTrue(platform.isOwn(), "the launcher is that of our own platform");
    }

    private Set<Long> pids() {
        return platform.services().stream().map(ProcessHandle::pid).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void fiveServicesRunAndGatewayAndRegistryHaveNoPrivileges() {
        assertThat(pids()).hasSize(5);
        Set<String> unprivileged = platform.services().stream()
                .filter(service -> !service.info().user().orElse("").equals("root"))
                .map(service -> service.info().user().orElse("?"))
                .collect(Collectors.toSet());
        assertThat(unprivileged).containsExactly("davit");
        assertThat(platform.services().stream()
                        .filter(service -> service.info().user().orElse("").equals("davit")))
                .hasSize(2);
    }

    @Test
    void secondUpChangesNothing() {
        Set<Long> before = pids();

        String said = platform.davit("up").ok();

        assertThat(pids()).isEqualTo(before);
        assertThat(said).contains("export DOCKER_HOST=unix://" + platform.socket());
    }

    @Test
    void statusShowsHealthVersionAndMemoryOfEachService() {
        String said = platform.davit("status").ok();

        for (String service : SERVICES) {
            assertThat(said).containsPattern("(?m)^" + service + " +\\d+ +UP +\\S+ +\\d+ MB");
        }
        assertThat(said).containsPattern("memory of the services together: \\d+ MB");
    }

    @Test
    void innerSocketsAreForTheServicesAlone() throws IOException {
        for (String service : List.of("storage", "network", "engine", "registry")) {
            Path folder = platform.runDir().resolve(service);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .as(service)
                    .endsWith("---");
            PosixFileAttributes socket =
                    Files.readAttributes(folder.resolve(service + ".sock"), PosixFileAttributes.class);
            assertThat(PosixFilePermissions.toString(socket.permissions())).isEqualTo("rw-rw----");
            assertThat(socket.group().getName()).isEqualTo("davit");
        }
    }

    @Test
    void monitorOfAContainerIsSmall(DockerCli docker) {
        String name = docker.containerName();
        docker.ok("run", "-d", "--name", name, "busybox", "sleep", "1000");
        ProcessHandle monitor =
                ProcessHandle.of(docker.pid(name)).orElseThrow().parent().orElseThrow();

        // It gives up what it needed to start once nothing happens.
        Wait.until("60 kB or less resident of " + monitor.info(), () -> residentKb(monitor.pid()) <= 60);
    }

    private static long residentKb(long pid) {
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return status.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void wrongOptionIsNamed() {
        Result result = platform.davit("up", "--nosuch");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains("--nosuch");
    }

    @Test
    void wrongHeapIsNamed() {
        assertThat(platform.davit("status", "--heap", "1.5g").stderr())
                .contains("heap '1.5g' is no size as in 512m or 2g");
        assertThat(platform.davit("status", "--heap", "63m").stderr()).contains("heap '63m' is less than 64m");
    }
}
