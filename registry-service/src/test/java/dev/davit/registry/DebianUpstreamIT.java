package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that others wrote, with a password, is pulled from by a client that others wrote. */
class DebianUpstreamIT {

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    /** {@code davit:secret}, bcrypt. */
    private static final String HTPASSWD = "davit:$2b$05$bM65se9Ha9rcU5Z1Wmm/I.OZu3MJA0YQsu4fLmBHUtoOsqJvdQHca\n";

    @TempDir
    private Path folder;

    @Test
    void imageIsPulledThroughAndIsHeld() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "docker-registry is not installed");
        Skopeo skopeo = new Skopeo(folder);
        Path image = skopeo.image();
        int port = freePort();
        Path password = Files.writeString(folder.resolve("upstream-password"), "secret\n");
        Process source = source(port);
        try (TestRegistry cache = TestRegistry.start(
                folder.resolve("cache"),
                "davit.registry.upstreams[0].name=debian.test",
                "davit.registry.upstreams[0].url=http://127.0.0.1:" + port,
                "davit.registry.upstreams[0].freshness=0s",
                "davit.registry.upstreams[0].username=davit",
                "davit.registry.upstreams[0].password-file=" + password)) {
            skopeo.run(
                    "copy",
                    "--dest-creds=davit:secret",
                    "--dest-tls-verify=false",
                    "dir:" + image,
                    "docker://127.0.0.1:" + port + "/team/app:v1");
            String local = "docker://" + cache.address() + "/debian.test/team/app";
            pull(skopeo, local, image, "first");
            assertThat(skopeo.run("list-tags", "--tls-verify=false", local)).contains("\"v1\"");
            skopeo.fail("copy", "--dest-tls-verify=false", "dir:" + image, local + ":v2");
            for (String blob : Skopeo.blobs(image)) {
                Until.held(cache, "debian.test/team/app", "sha256:" + blob);
            }
            end(source);
            pull(skopeo, local, image, "second");
        } finally {
            end(source);
        }
    }

    private void pull(Skopeo skopeo, String from, Path image, String name) throws Exception {
        Path pulled = folder.resolve(name);
        skopeo.run("copy", "--src-tls-verify=false", from + ":v1", "dir:" + pulled);
        assertThat(pulled.resolve("manifest.json")).hasSameBinaryContentAs(image.resolve("manifest.json"));
        for (String blob : Skopeo.blobs(image)) {
            assertThat(pulled.resolve(blob)).hasSameBinaryContentAs(image.resolve(blob));
        }
    }

    private Process source(int port) throws IOException {
        Path users = Files.write(folder.resolve("htpasswd"), bytes(HTPASSWD));
        Path config =
                Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log:
                  level: error
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                  secret: davit-test
                auth:
                  htpasswd:
                    realm: davit-test
                    path: %s
                """.formatted(folder.resolve("data"), port, users));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Until.holds("docker-registry listens", () -> listens(port));
        return process;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
