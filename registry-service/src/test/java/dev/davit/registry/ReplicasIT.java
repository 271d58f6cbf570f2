package dev.davit.registry;

import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.s3.TestBucket;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills one of three registries, on one PostgreSQL and one store, while a client pushes to it; the others finish. */
class ReplicasIT {

    private static final byte[] NONE = new byte[0];

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<TestRegistry> others = new ArrayList<>();
    private @Nullable RegistryProcess victim;
    private EmbeddedPostgres database;

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (victim != null) {
            victim.kill();
        }
        others.forEach(TestRegistry::close);
        client.close();
        database.close();
    }

    @Test
    void killOfOneDuringAPushIsFinishedOnOthersOfABucket() throws Exception {
        try (TestBucket bucket = new TestBucket(folder)) {
            killDuringPush(bucket.settings("", bucket.endpoint()), 5 << 20);
        }
    }

    @Test
    void killOfOneDuringAPushIsFinishedOnOthersOfAFolder() throws Exception {
        killDuringPush(List.of("davit.registry.store.folder=" + folder.resolve("shared")), 1);
    }

    private void killDuringPush(List<String> settings, int least) throws Exception {
        List<String> registries = launch(settings);
        byte[] layer = ReplicasSuite.random(1, 20_000_000);
        SlowBody body = new SlowBody(layer);
        String location = begin(registries.getFirst());
        CompletableFuture<HttpResponse<byte[]>> push = client.sendAsync(
                HttpRequest.newBuilder(URI.create(registries.getFirst() + location))
                        .method("PATCH", BodyPublishers.ofInputStream(() -> body))
                        .build(),
                BodyHandlers.ofByteArray());
        body.awaitHalf();
        awaitProgress(registries.get(1) + location, least);
        Objects.requireNonNull(victim).kill();
        body.letGo();
        assertThat(push.handle((answer, failure) -> failure).get()).isNotNull();
        resume(registries.get(1) + location, layer);
        assertThat(send("PUT", registries.getLast() + location + "?digest=" + digest(layer), NONE)
                        .statusCode())
                .isEqualTo(201);
        pushAndPull(registries, layer);
    }

    @Test
    void killOfOneDuringAFetchLeavesItToAnother() throws Exception {
        byte[] layer = ReplicasSuite.random(2, 4_000_000);
        CountDownLatch never = new CountDownLatch(1);
        try (FakeUpstream upstream = new FakeUpstream()) {
            String path = upstream.blob("app", layer);
            upstream.fault(path, exchange -> {
                upstream.heal();
                FakeUpstream.halt(exchange, layer, layer.length / 2, never);
            });
            List<String> settings = new ArrayList<>(List.of(upstream.settings()));
            settings.add("davit.registry.store.folder=" + folder.resolve("shared"));
            settings.add("davit.registry.replicas.patience=60s");
            List<String> registries = launch(settings);
            String local = "/v2/fake.test/app/blobs/" + digest(layer);
            CompletableFuture<HttpResponse<byte[]>> cut = get(registries.getFirst() + local);
            Until.holds("one fetches", () -> upstream.count("GET", path) == 1);
            List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
            for (String registry : registries.subList(1, registries.size())) {
                waiting.add(get(registry + local));
            }
            Thread.sleep(1000);
            assertThat(upstream.count("GET", path)).isEqualTo(1);
            Objects.requireNonNull(victim).kill();
            assertThat(cut.handle((answer, failure) -> failure).get()).isNotNull();
            for (CompletableFuture<HttpResponse<byte[]>> one : waiting) {
                assertThat(one.get().body()).isEqualTo(layer);
            }
            assertThat(upstream.count("GET", path)).isEqualTo(2);
        } finally {
            never.countDown();
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> get(String uri) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofByteArray());
    }

    // One that can be killed; for the others the memory of this process will do.
    private List<String> launch(List<String> settings) throws IOException {
        List<String> all = new ArrayList<>(settings);
        all.add("spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"));
        all.add("spring.datasource.username=postgres");
        all.add("davit.registry.replicas.lease=5s");
        String[] properties = all.toArray(String[]::new);
        victim = RegistryProcess.launch(folder.resolve("victim"), properties);
        List<String> registries = new ArrayList<>();
        registries.add(victim.awaitAnswer());
        for (String name : List.of("second", "third")) {
            others.add(TestRegistry.start(folder.resolve(name), properties));
            registries.add("http://" + others.getLast().address());
        }
        return registries;
    }

    private String begin(String registry) throws IOException, InterruptedException {
        return send("POST", registry + "/v2/kill/one/blobs/uploads/", NONE)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private void awaitProgress(String upload, int least) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && progress(upload) < least; i++) {
            Thread.sleep(100);
        }
        assertThat(progress(upload)).isGreaterThanOrEqualTo(least);
    }

    private int progress(String upload) throws IOException, InterruptedException {
        String range = TestRegistry.header(send("GET", upload, NONE), "Range");
        return range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
    }

    // As clients do that are told 416: they ask how far the registry is.
    private void resume(String upload, byte[] layer) throws IOException, InterruptedException {
        int status = 416;
        for (int i = 0; i < 600 && status == 416; i++) {
            int held = progress(upload);
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(upload))
                            .header("Content-Range", held + "-" + (layer.length - 1))
                            .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(layer, held, layer.length)))
                            .build(),
                    BodyHandlers.ofByteArray());
            status = answer.statusCode();
            Thread.sleep(100);
        }
        assertThat(status).isEqualTo(202);
    }

    private void pushAndPull(List<String> registries, byte[] layer) throws IOException, InterruptedException {
        byte[] manifest = Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", layer),
                Images.descriptor("application/vnd.oci.image.layer.v1.tar", layer),
                "");
        assertThat(send("PUT", registries.get(1) + "/v2/kill/one/manifests/v1", manifest)
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("GET", registries.getLast() + "/v2/kill/one/manifests/v1", NONE)
                        .body())
                .isEqualTo(manifest);
        for (String registry : registries.subList(1, registries.size())) {
            assertThat(send("GET", registry + "/v2/kill/one/blobs/" + digest(layer), NONE)
                            .body())
                    .isEqualTo(layer);
        }
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
}
