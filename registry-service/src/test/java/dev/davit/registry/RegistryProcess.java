package dev.davit.registry;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A registry in a process of its own, that can be killed. */
final class RegistryProcess {

    private final Process process;
    private final String url;

    private RegistryProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static RegistryProcess launch(Path folder, String... settings) throws IOException {
        return launch(RegistryApplication.class, folder, settings);
    }

    /** Of a main class of its own. */
    static RegistryProcess launch(Class<?> main, Path folder, String... settings) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.createDirectories(folder.resolve("run/registry"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddavit.run-dir=" + folder.resolve("run"),
                "-Ddavit.state-dir=" + folder.resolve("state"),
                "-Ddavit.registry.port=" + port));
        for (String setting : settings) {
            command.add("-D" + setting);
        }
        command.add(main.getName());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new RegistryProcess(process, "http://127.0.0.1:" + port);
    }

    /** Where it is, once it answers. */
    String awaitAnswer() throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 1800; i++) {
                if (answers(client)) {
                    return url;
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        throw new IOException(url + " does not answer");
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url + "/v2/")).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As by kill -9; returns when it is over. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
