package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Debian's docker-registry on a free loopback port, with a folder of its own. */
final class DebianRegistry implements AutoCloseable {

    /** {@code davit:secret}, bcrypt. */
    private static final String HTPASSWD = "davit:$2b$05$bM65se9Ha9rcU5Z1Wmm/I.OZu3MJA0YQsu4fLmBHUtoOsqJvdQHca\n";

    private final Process process;
    private final int port;

    private DebianRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static DebianRegistry open(Path folder) throws IOException {
        return start(folder, "");
    }

    /** One that wants user {@code davit} with password {@code secret}. */
    static DebianRegistry withPassword(Path folder) throws IOException {
        Path passwords = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        return start(folder, """
                auth:
                  htpasswd:
                    realm: davit-test
                    path: %s
                """.formatted(passwords));
    }

    private static DebianRegistry start(Path folder, String more) throws IOException {
        int port = freePort();
        Path config =
                Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log:
                  level: error
                storage:
                  filesystem:
                    rootdirectory: %s
                  delete:
                    enabled: true
                http:
                  addr: 127.0.0.1:%d
                  secret: davit-test
                """.formatted(folder.resolve("data"), port) + more);
        Process process = new ProcessBuilder("/usr/bin/docker-registry", "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        DebianRegistry registry = new DebianRegistry(process, port);
        registry.awaitPort();
        return registry;
    }

    String host() {
        return "localhost:" + port;
    }

    private void awaitPort() throws IOException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                    throw notYet;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
