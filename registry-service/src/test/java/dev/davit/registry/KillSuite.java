package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the registry while it is written to: what it said 201 to is there, what it did not say so to does no harm and is
 * reclaimed. Each store has to pass it.
 */
abstract class KillSuite {

    private static final byte[] NONE = new byte[0];

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<RegistryProcess> processes = new ArrayList<>();

    @AfterEach
    void stop() {
        processes.forEach(RegistryProcess::kill);
        client.close();
    }

    /** Settings of the store. */
    abstract List<String> store();

    /** All that the store has: objects of blobs, what is staged, and uploads that nobody can see. */
    abstract List<String> kept() throws IOException;

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
        assertThat(kept()).noneMatch(name -> name.startsWith("staged/post-") || name.startsWith("staged/put-"));
    }

    private void pushUntilItDies(String registry, int round, List<byte[]> pushed) throws InterruptedException {
        Random random = new Random(round);
        try {
            for (int i = 0; i < 100_000; i++) {
                byte[] layer = new byte[random.nextInt(1, 400_000)];
                random.nextBytes(layer);
                byte[] manifest = imageOf(layer);
                String tag = registry + "/v2/kill/manifests/" + digest(manifest) + "?tag=t" + pushed.size();
                if (pushLayer(registry, layer, i) && send("PUT", tag, manifest).statusCode() == 201) {
                    pushed.add(manifest);
                }
            }
        } catch (IOException dead) {
            // as it should be
        }
    }

    // In one go, or as docker and others do.
    private boolean pushLayer(String registry, byte[] layer, int way) throws IOException, InterruptedException {
        String uploads = registry + "/v2/kill/blobs/uploads/";
        String digest = "?digest=" + digest(layer);
        if (way % 3 == 0) {
            return send("POST", uploads + digest, layer).statusCode() == 201;
        }
        String upload = registry + TestRegistry.header(send("POST", uploads, NONE), "Location");
        if (way % 3 == 1) {
            return send("PUT", upload + digest, layer).statusCode() == 201;
        }
        return send("PATCH", upload, layer).statusCode() == 202
                && send("PUT", upload + digest, NONE).statusCode() == 201;
    }

    /** In the order in which a push comes by them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "body of PATCH",
                "body of PUT",
                "commit",
                "insert into repository_blobs",
                "delete from uploads",
                "discard",
                "insert into tags"
            })
    void killAtThisPointIsNoneForWhoPushesAgain(String point) throws Exception {
        byte[] layer = ReplicasSuite.random(1, 11_000_000);
        byte[] earlier = bytes("earlier ".repeat(10_000));
        byte[] image = imageOf(layer);
        byte[] before = imageOf(earlier);
        processes.add(RegistryProcess.launch(Halting.class, folder, settings()));
        String registry = processes.getLast().awaitAnswer();
        assertThat(pushLayer(registry, earlier, 0)).isTrue();
        assertThat(send("PUT", registry + "/v2/kill/manifests/v1", before).statusCode())
                .isEqualTo(201);
        int way = point.endsWith("PUT") ? 1 : 2;
        Files.writeString(folder.resolve("halt"), point.replaceFirst(" of .*", ""));
        assertThatIOException()
                .isThrownBy(() -> assertThat(pushLayer(registry, layer, way)
                                && send("PUT", registry + "/v2/kill/manifests/v2", image)
                                                .statusCode()
                                        == 201)
                        .isTrue());
        Files.delete(folder.resolve("halt"));
        processes.getLast().kill();

        try (TestRegistry again = TestRegistry.start(
                folder, settings("davit.registry.upload-expiry=0s", "davit.registry.gc.orphan-age=0s"))) {
            assertThatItIsNoneForWhoPushesAgain("http://" + again.address(), layer, image);
        }
    }

    private void assertThatItIsNoneForWhoPushesAgain(String registry, byte[] layer, byte[] image) throws Exception {
        assertManifestWhole(registry, "v1");
        HttpResponse<byte[]> blob = send("GET", registry + "/v2/kill/blobs/" + digest(layer), NONE);
        assertThat(blob.statusCode() == 404 || digest(blob.body()).equals(digest(layer)))
                .isTrue();
        assertThat(TestRegistry.text(send("GET", registry + "/v2/kill/tags/list", NONE)))
                .contains("\"tags\":[\"v1\"]");
        for (String reference : List.of("v2", digest(image))) {
            assertThat(send("GET", registry + "/v2/kill/manifests/" + reference, NONE)
                            .statusCode())
                    .isEqualTo(404);
        }
        assertThat(pushLayer(registry, layer, 2)).isTrue();
        assertThat(send("PUT", registry + "/v2/kill/manifests/v2", image).statusCode())
                .isEqualTo(201);
        assertThat(send("POST", registry + "/v2/_davit/gc", NONE).statusCode()).isEqualTo(200);
        assertManifestWhole(registry, "v1");
        assertManifestWhole(registry, "v2");
        assertThat(kept()).as("two layers, two manifests").hasSize(4).allMatch(name -> !name.startsWith("staged/"));
    }

    private static byte[] imageOf(byte[] layer) {
        return Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", layer),
                Images.descriptor("application/vnd.oci.image.layer.v1.tar", layer),
                "");
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
        processes.add(RegistryProcess.launch(folder, settings()));
        return processes.getLast().awaitAnswer();
    }

    private String[] settings(String... more) {
        List<String> settings = new ArrayList<>(store());
        settings.add("davit.registry.gc.interval=0s");
        settings.add("davit.registry.gc.delay=0s");
        settings.add("halt=" + folder.resolve("halt"));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private HttpResponse<byte[]> send(String method, String uri, byte[] body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header(
                                "Content-Type",
                                uri.contains("/manifests/") ? Images.MANIFEST : "application/octet-stream")
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
