package dev.davit.acceptance.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** docker-py, installed into target/venv by pip; what it does and asserts is in src/test/python. */
@OnDavit
class DockerPyIT {

    private static final Path VENV = Path.of("target/venv").toAbsolutePath();

    @Test
    void everyCheckOfTheScriptHolds(Platform platform) throws IOException, InterruptedException {
        if (!Files.exists(VENV.resolve("installed"))) {
            assertThat(python("python3", "-m", "venv", "--clear", VENV.toString()))
                    .endsWith("exit 0");
            assertThat(python(VENV + "/bin/pip", "install", "-q", "--disable-pip-version-check", "docker"))
                    .endsWith("exit 0");
            Files.createFile(VENV.resolve("installed"));
        }

        String said = python(
                VENV + "/bin/python",
                "src/test/python/check.py",
                platform.docker().host());

        assertThat(said).endsWith("all 12 checks hold\nexit 0");
    }

    private static String python(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("davit-acc-python", ".log");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();
            return Files.readString(output) + (ended ? "exit " + process.exitValue() : "killed after 3 minutes");
        } finally {
            Files.delete(output);
        }
    }
}
