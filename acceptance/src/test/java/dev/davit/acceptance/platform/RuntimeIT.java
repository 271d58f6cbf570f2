package dev.davit.acceptance.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.Command;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The runtime that makes the containers: the executor, or the one that {@code ./davit up --runtime} names. */
@OnDavit
class RuntimeIT {

    private final Platform platform;

    RuntimeIT(Platform platform) {
        this.platform = platform;
    }

    @BeforeEach
    void needsOwnPlatform() {
        assumeTrue(platform.isOwn(), "another platform's runtime is not known");
    }

    @Test
    void runtimeThatWasAskedForHasTheContainer(DockerCli docker) {
        String id = docker.ok("run", "-d", "--name", docker.containerName(), "busybox", "sleep", "1000");

        String runtime = docker.ok("info", "--format", "{{(index .Runtimes .DefaultRuntime).Path}}");
        String root = platform.runDir().resolve("engine/r").toString();
        assertThat(docker.ok("info", "--format", "{{.DefaultRuntime}}")).isEqualTo(platform.runtime());
        assertThat(docker.inspect(id).at("/HostConfig/Runtime").asString()).isEqualTo(platform.runtime());
        assertThat(Path.of(runtime)).hasFileName(platform.runtime().replace("davit", "davit-runtime"));
        assertThat(Command.run(runtime, "--root", root, "list", "-q").ok().lines())
                .contains(id);
    }

    @Test
    void upRefusesARuntimeThatIsNoProgram() {
        platform.davit("up", "--runtime", "nosuchruntime")
                .failsWith(1, "davit: the runtime 'nosuchruntime' is no program of this system");
    }

    @Test
    void upRefusesARuntimeThatCannotRunAContainerInItsOwnWords(@TempDir Path folder) throws IOException {
        Path lame = program(folder.resolve("lame"), "echo 'this kernel will not do' >&2; exit 1");

        platform.davit("up", "--runtime", lame.toString())
                .failsWith(1, "davit: the runtime " + lame + " cannot run a container here: this kernel will not do");
    }

    @Test
    void upDoesNotPretendToChangeTheRuntimeWhenItRunsAlready(@TempDir Path folder) throws IOException {
        Path other = program(folder.resolve("other"), "exec runc \"$@\"");

        platform.davit("up", "--runtime", other.toString())
                .failsWith(
                        1,
                        "davit: the engine runs already, and not with the runtime " + other
                                + ": ./davit down --containers first"
                                + " (a container stays with the runtime that made it)");
    }

    private static Path program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
