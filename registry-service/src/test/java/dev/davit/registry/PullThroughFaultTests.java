package dev.davit.registry;

import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever an upstream sends, nothing wrong is held, nor taken for complete. */
class PullThroughFaultTests extends FreshRepository {

    /** Sends the first half, and the second when it may. */
    private HttpHandler halting(CountDownLatch go) {
        return exchange -> FakeUpstream.halt(exchange, layer, HALF, go);
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
            FakeUpstream.await(reading); // each has bytes while the upstream has not sent all
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
    void upstreamThatIsSilentIsNotWaitedForForEver() {
        CountDownLatch never = new CountDownLatch(1);
        try (TestRegistry hasty = TestRegistry.start(folder.resolve("hasty"), upstream.settings("timeout=1s"))) {
            upstream.fault(path, exchange -> FakeUpstream.await(never));
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
