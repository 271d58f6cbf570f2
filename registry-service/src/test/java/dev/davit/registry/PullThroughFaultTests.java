package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an upstream does, nothing wrong is held, and what is held is served. */
class PullThroughFaultTests {

    private static final int HALF = 200_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static FakeUpstream upstream;
    private static TestRegistry registry;

    private final byte[] layer = new byte[2 * HALF];
    private String repository = "";
    private String path = "";
    private String local = "";
    private String manifests = "";

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        registry = TestRegistry.start(folder, upstream.settings("freshness=0s"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        upstream.close();
    }

    @BeforeEach
    void prepare() {
        int number = NUMBER.getAndIncrement();
        new Random(number).nextBytes(layer);
        repository = "app" + number;
        path = upstream.blob(repository, layer);
        local = "/v2/fake.test/" + repository + "/blobs/" + digest(layer);
        manifests = "/v2/fake.test/" + repository + "/manifests/";
    }

    @AfterEach
    void heal() {
        upstream.heal();
        upstream.requests().clear();
    }

    /** Sends the first half, and the second when it may. */
    private HttpHandler halting(CountDownLatch go) {
        return exchange -> {
            exchange.sendResponseHeaders(200, layer.length);
            exchange.getResponseBody().write(layer, 0, HALF);
            exchange.getResponseBody().flush();
            await(go);
            exchange.getResponseBody().write(layer, HALF, HALF);
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private HttpResponse<InputStream> open(HttpClient client) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + registry.address() + local))
                            .build(),
                    BodyHandlers.ofInputStream());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    /** The body is cut, or there is an error in its place if nothing of it was sent yet. */
    private void assertItIsNotTakenForComplete(TestRegistry asked) {
        int status;
        try {
            status = asked.get(local).statusCode();
        } catch (UncheckedIOException cut) {
            return;
        }
        assertThat(status).isGreaterThanOrEqualTo(500);
    }

    private static void assertNothingIsHeld(TestRegistry asked, String digest) {
        Until.holds("the fill is over", () -> {
            try (Stream<Path> staged = Files.list(asked.blobs().resolve("staged"))) {
                return staged.findAny().isEmpty();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertThat(asked.objects(digest)).isEmpty();
    }

    private void assertItIsServedOnceTheUpstreamIsWell() {
        upstream.heal();
        assertThat(registry.get(local).body()).isEqualTo(layer);
    }

    @Test
    void clientsThatMissAtOnceShareOneFetchAndReadAsItComes() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(16);
        upstream.fault(path, halting(go));
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newHttpClient()) {
            List<Future<byte[]>> clients = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                clients.add(executor.submit(() -> {
                    try (InputStream in = open(client).body()) {
                        byte[] first = in.readNBytes(HALF / 2);
                        reading.countDown();
                        byte[] rest = in.readAllBytes();
                        byte[] all = Arrays.copyOf(first, first.length + rest.length);
                        System.arraycopy(rest, 0, all, first.length, rest.length);
                        return all;
                    }
                }));
            }
            await(reading); // each has bytes while the upstream has not sent all
            go.countDown();
            for (Future<byte[]> one : clients) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(layer);
            }
        }
        assertThat(upstream.count("GET", path)).isEqualTo(1);
    }

    @Test
    void clientThatGoesAwayLeavesTheFillToGoOn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        upstream.fault(path, halting(go));
        try (HttpClient client = HttpClient.newHttpClient()) {
            try (InputStream in = open(client).body()) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
            }
            client.shutdownNow();
        }
        go.countDown();
        Until.held(registry, "fake.test/" + repository, digest(layer));
        upstream.down();
        assertThat(registry.get(local).body()).isEqualTo(layer);
    }

    @Test
    void blobThatIsCutIsNotHeldNorTakenForComplete() {
        upstream.fault(path, exchange -> FakeUpstream.cut(exchange, layer, HALF));
        assertItIsNotTakenForComplete(registry);
        assertNothingIsHeld(registry, digest(layer));
        assertItIsServedOnceTheUpstreamIsWell();
    }

    @Test
    void blobThatIsCutIsGoneOnWithWhereRetriesAreLeft() throws IOException {
        try (TestRegistry patient = TestRegistry.start(folder.resolve("patient"), upstream.settings("retries=1"))) {
            upstream.fault(path, exchange -> {
                upstream.heal();
                FakeUpstream.cut(exchange, layer, HALF);
            });
            assertThat(patient.get(local).body()).isEqualTo(layer);
            assertThat(upstream.count("GET", path)).isEqualTo(2);
        }
    }

    @Test
    void wrongBytesAreNotHeldNorTakenForComplete() {
        byte[] wrong = layer.clone();
        wrong[HALF]++;
        for (byte[] bad : List.of(wrong, Arrays.copyOf(layer, HALF), Arrays.copyOf(layer, layer.length + 1))) {
            upstream.fault(path, exchange -> FakeUpstream.send(exchange, 200, bad));
            assertItIsNotTakenForComplete(registry);
            assertNothingIsHeld(registry, digest(layer));
        }
        assertItIsServedOnceTheUpstreamIsWell();
    }

    @Test
    void wrongBytesWithoutALengthAreAnError() {
        upstream.fault(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(layer, 0, HALF);
        });
        HttpResponse<byte[]> answer = registry.get(local);
        expect(502, answer);
        assertThat(text(answer)).contains("sends other bytes");
        assertNothingIsHeld(registry, digest(layer));
        assertItIsServedOnceTheUpstreamIsWell();
    }

    @Test
    void compressionThatNobodyAskedForIsWrongBytes() {
        upstream.fault(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeUpstream.send(exchange, 200, bytes("not the blob"));
        });
        expect(502, registry.get(local)); // so short that nothing was sent yet
        assertNothingIsHeld(registry, digest(layer));
    }

    @Test
    void upstreamThatLimitsIsLeftAloneAsLongAsItSays() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        try (TestRegistry limited = TestRegistry.start(folder.resolve("limited"), upstream.settings("freshness=0s"))) {
            expect(200, limited.get(manifests + "v1"));
            upstream.fault("*", exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "120");
                FakeUpstream.status(exchange, 429);
            });
            HttpResponse<byte[]> answer = limited.get(local);
            expect(429, answer);
            assertThat(text(answer)).contains("TOOMANYREQUESTS");
            assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 120);
            int asked = upstream.requests().size();
            expect(429, limited.get(local));
            expect(429, limited.get(manifests + "v2"));
            assertThat(limited.get(manifests + "v1").body()).isEqualTo(manifest);
            assertThat(upstream.requests()).hasSize(asked);
        }
    }

    @Test
    void upstreamThatFailsIsABadGateway() {
        upstream.fault("*", exchange -> FakeUpstream.status(exchange, 500));
        for (String what : List.of(local, manifests + "v1")) {
            HttpResponse<byte[]> answer = registry.get(what);
            expect(502, answer);
            assertThat(text(answer)).contains("fake.test failed", "500");
        }
        upstream.fault("*", exchange -> FakeUpstream.status(exchange, 403));
        HttpResponse<byte[]> denied = registry.get(local);
        expect(403, denied);
        assertThat(text(denied)).contains("DENIED", "does not let this registry read " + repository);
        upstream.down();
        expect(502, registry.get(local));
        expect(502, registry.send("HEAD", local, NONE));
    }

    @Test
    void upstreamThatIsSilentIsNotWaitedForForEver() {
        CountDownLatch never = new CountDownLatch(1);
        try (TestRegistry hasty = TestRegistry.start(folder.resolve("hasty"), upstream.settings("timeout=1s"))) {
            upstream.fault(path, exchange -> await(never));
            HttpResponse<byte[]> answer = hasty.get(local);
            expect(504, answer);
            assertThat(text(answer)).contains("fake.test failed");
            upstream.fault(path, halting(never));
            assertItIsNotTakenForComplete(hasty);
            assertNothingIsHeld(hasty, digest(layer));
            never.countDown();
        }
    }

    @Test
    void manifestThatIsNotWhatItShouldBeIsNotHeld() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        byte[] other = upstream.image(repository, "v2", bytes("other"));
        upstream.put("/v2/" + repository + "/manifests/" + digest(manifest), other);
        expect(502, registry.get(manifests + digest(manifest)));
        upstream.put("/v2/" + repository + "/manifests/v1", bytes("{\"manifests\":[],\"layers\":[]}"));
        expect(502, registry.get(manifests + "v1"));
        upstream.put("/v2/" + repository + "/manifests/v1", bytes("<html>"));
        HttpResponse<byte[]> answer = registry.get(manifests + "v1");
        expect(502, answer);
        assertThat(text(answer)).contains("unusable manifest");
        upstream.put("/v2/" + repository + "/manifests/v1", new byte[5 * 1024 * 1024]);
        expect(502, registry.get(manifests + "v1"));
        assertThat(registry.get(manifests + "v2").body()).isEqualTo(other);
    }

    @Test
    void tagIsLookedAtAgainByHead() {
        byte[] before = upstream.image(repository, "v1", bytes("before"));
        String tag = manifests + "v1";
        assertThat(registry.get(tag).body()).isEqualTo(before);
        assertThat(registry.get(tag).body()).isEqualTo(before);
        assertThat(upstream.count("GET", "/v2/" + repository + "/manifests/v1")).isEqualTo(1);
        assertThat(upstream.count("HEAD", "/v2/" + repository + "/manifests/v1"))
                .isEqualTo(1);
        byte[] after = upstream.image(repository, "v2", bytes("after"));
        upstream.put("/v2/" + repository + "/manifests/v1", after);
        assertThat(registry.get(tag).body()).isEqualTo(after);
        assertThat(registry.get(manifests + digest(before)).body()).isEqualTo(before);
        upstream.put("/v2/" + repository + "/manifests/v1", before);
        assertThat(header(registry.send("HEAD", tag, NONE), "Docker-Content-Digest"))
                .isEqualTo(digest(before));
        assertThat(upstream.count("GET", "/v2/" + repository + "/manifests/v1")).isEqualTo(2); // it was held
        upstream.remove("/v2/" + repository + "/manifests/v1");
        expect(404, registry.get(tag));
        assertThat(registry.get(manifests + digest(before)).body()).isEqualTo(before);
    }

    @Test
    void whatIsHeldOutlivesUpstreamAndRestart() {
        byte[] manifest = upstream.image(repository, "v1", bytes("small"));
        byte[] signature = Images.manifest(
                Images.descriptor("application/vnd.oci.empty.v1+json", bytes("{}")),
                "",
                ",\"subject\":" + Images.descriptor(Images.MANIFEST, manifest));
        upstream.blob(repository, bytes("{}"));
        upstream.manifest(repository, signature);
        expect(200, registry.get(manifests + "v1"));
        expect(200, registry.get(manifests + digest(signature)));
        expect(200, registry.get(local));
        Until.held(registry, "fake.test/" + repository, digest(layer));
        upstream.down();
        restart();
        assertThat(registry.get(manifests + "v1").body()).isEqualTo(manifest);
        assertThat(registry.get(local).body()).isEqualTo(layer);
        assertThat(text(registry.get("/v2/fake.test/" + repository + "/tags/list")))
                .contains("[\"v1\"]");
        assertThat(text(registry.get("/v2/fake.test/" + repository + "/referrers/" + digest(manifest))))
                .contains(digest(signature));
        expect(502, registry.get(manifests + "v2"));
    }

    private static void restart() {
        registry.close();
        registry = TestRegistry.start(folder, upstream.settings("freshness=0s"));
    }

    @Test
    void damagedBlobIsFetchedAgain() {
        expect(200, registry.get(local));
        Until.holds("it is fetched again", () -> {
            registry.objects(digest(layer)).forEach(PullThroughFaultTests::delete);
            assertThat(registry.get(local).body()).isEqualTo(layer);
            return upstream.count("GET", path) == 2; // not as long as the first fetch is not over
        });
    }

    private static void delete(Path object) {
        try {
            Files.deleteIfExists(object);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
