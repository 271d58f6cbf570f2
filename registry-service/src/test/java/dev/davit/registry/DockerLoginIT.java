package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The docker CLI, which logs in by itself where no engine answers. */
class DockerLoginIT {

    @TempDir
    private Path folder;

    @Test
    void loginIsRememberedByTokenAndWrongPasswordIsNot() throws Exception {
        for (String mode : new String[] {"token", "basic"}) {
            Path config = Files.createDirectories(folder.resolve("config-" + mode));
            try (TestRegistry registry = Auth.start(folder.resolve(mode), mode)) {
                assertThat(login(config, registry, "wrong password")).containsIgnoringCase("unauthorized");
                assertThat(config.resolve("config.json")).doesNotExist();
                assertThat(login(config, registry, Auth.PASSWORD)).contains("Login Succeeded");
                assertThat(Files.readString(config.resolve("config.json")))
                        .contains(registry.address())
                        .satisfies(text ->
                                assertThat(text.contains("identitytoken")).isEqualTo(mode.equals("token")));
            }
        }
    }

    private String login(Path config, TestRegistry registry, String password) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/local/bin/docker")) || Files.isExecutable(Path.of("/usr/bin/docker")),
                "docker is not installed");
        ProcessBuilder docker =
                new ProcessBuilder("docker", "login", "--username", "root", "--password-stdin", registry.address());
        docker.environment().put("DOCKER_CONFIG", config.toString());
        docker.environment().put("DOCKER_HOST", "unix://" + folder.resolve("absent.sock"));
        Process process = docker.redirectErrorStream(true).start();
        process.getOutputStream().write(password.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
