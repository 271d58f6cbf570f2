package dev.davit.registry;

import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the registry while it is written to: what it said 201 to is there, what it did not say so to does no harm. */
class KillIT {

    private static final byte[] NONE = new byte[0];

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<RegistryProcess> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(RegistryProcess::kill);
        client.close();
    }

    @Test
    void killAtAnyPointKeepsWhatWasAnsweredAndNothingElse() throws Exception {
        List<byte[]> pushed = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            String registry = launch();
            assertWhole(registry, pushed);
            RegistryProcess process = processes.getLast();
            Thread killer = Thread.startVirtualThread(() -> {
                sleep(new Random().nextInt(1000, 3000));
                process.kill();
            });
            pushUntilItDies(registry, round, pushed);
            killer.join();
        }
        assertThat(pushed).isNotEmpty();
        String registry = launch();
        assertWhole(registry, pushed);
        assertThat(folder.resolve("state/registry/blobs/staged").toFile().list((dir, name) -> name.startsWith("post-")))
                .isEmpty();
    }

    private void pushUntilItDies(String registry, int round, List<byte[]> pushed) throws InterruptedException {
        Random random = new Random(round);
        try {
            for (int i = 0; i < 100_000; i++) {
                byte[] layer = new byte[random.nextInt(1, 400_000)];
                random.nextBytes(layer);
                byte[] manifest = Images.manifest(
                        Images.descriptor("application/vnd.oci.image.config.v1+json", layer),
                        Images.descriptor("application/vnd.oci.image.layer.v1.tar", layer),
                        "");
                String blobs = registry + "/v2/kill/blobs/uploads/?digest=" + digest(layer);
                String tag = registry + "/v2/kill/manifests/" + digest(manifest) + "?tag=t" + pushed.size();
                if (send("POST", blobs, layer).statusCode() == 201
                        && send("PUT", tag, manifest).statusCode() == 201) {
                    pushed.add(manifest);
                }
            }
        } catch (IOException dead) {
            // as it should be
        }
    }

    private void assertWhole(String registry, List<byte[]> pushed) throws IOException, InterruptedException {
        for (int i = 0; i < pushed.size(); i++) {
            assertThat(send("GET", registry + "/v2/kill/manifests/t" + i, NONE).body())
                    .isEqualTo(pushed.get(i));
        }
        HttpResponse<byte[]> list = send("GET", registry + "/v2/kill/tags/list", NONE);
        if (list.statusCode() == 200) {
            String tags = TestRegistry.text(list).replaceAll(".*\\[|\\].*|\"", "");
            for (String tag : tags.isEmpty() ? new String[0] : tags.split(",", -1)) {
                assertManifestWhole(registry, tag);
            }
        }
    }

    private void assertManifestWhole(String registry, String tag) throws IOException, InterruptedException {
        HttpResponse<byte[]> manifest = send("GET", registry + "/v2/kill/manifests/" + tag, NONE);
        assertThat(manifest.statusCode()).isEqualTo(200);
        String layer = TestRegistry.text(manifest).replaceAll(".*(sha256:[0-9a-f]{64}).*", "$1");
        assertThat(digest(
                        send("GET", registry + "/v2/kill/blobs/" + layer, NONE).body()))
                .isEqualTo(layer);
    }

    private String launch() throws IOException {
        processes.add(RegistryProcess.launch(folder));
        return processes.getLast().awaitAnswer();
    }

    private HttpResponse<byte[]> send(String method, String uri, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Content-Type", method.equals("PUT") ? Images.MANIFEST : "application/octet-stream")
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
