package dev.davit.registry;

import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.image;
import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of events that are slow, down, or lead elsewhere. */
class EventTests {

    @TempDir
    private Path folder;

    private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private void handle(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private void take(HttpExchange exchange) throws IOException {
        taken.add(exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private TestRegistry start(String... paths) {
        List<String> settings = new ArrayList<>(List.of("davit.registry.events.retry=100ms"));
        for (int i = 0; i < paths.length; i++) {
            String endpoint = "davit.registry.events.endpoints[" + i + "].";
            settings.add(endpoint + "name=" + i);
            settings.add(
                    endpoint + "url=http://127.0.0.1:" + server.getAddress().getPort() + paths[i]);
        }
        return TestRegistry.start(folder, settings.toArray(String[]::new));
    }

    @Test
    void whatWasNotTakenBeforeTheStopIsSentAfterIt() throws Exception {
        handle("/", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        try (TestRegistry registry = start("/")) {
            for (int i = 0; i < 5; i++) {
                expect(201, image(registry, "told", "v" + i, "layer " + i));
            }
        }
        server.removeContext("/");
        handle("/", this::take);
        try (TestRegistry registry = start("/")) {
            List<String> tags = new ArrayList<>();
            while (tags.size() < 5) {
                String event = String.valueOf(taken.poll(60, TimeUnit.SECONDS));
                String tag = event.replaceAll(".*\"tags\":\\[\"(v\\d)\"].*", "$1");
                assertThat(tag).hasSize(2);
                if (!tags.contains(tag)) {
                    tags.add(tag);
                }
            }
            expect(200, registry.get("/v2/"));
        }
    }

    @Test
    void endpointThatIsSlowOrNeverEndsItsAnswerKeepsNothingFromTheOthers() throws Exception {
        handle("/slow", exchange -> {
            await(over);
            exchange.close();
        });
        handle("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes("and so on"));
            exchange.getResponseBody().flush();
            await(over);
            exchange.close();
        });
        handle("/good", this::take);
        try (TestRegistry registry = start("/slow", "/endless", "/good")) {
            for (int i = 0; i < 3; i++) {
                expect(201, image(registry, "told", "v" + i, "layer"));
                assertThat(taken.poll(8, TimeUnit.SECONDS)).contains("\"v" + i + "\"");
            }
        }
    }

    @Test
    void answerThatNeverEndsIsGivenUpAndTheEventIsSentAgain() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        handle("/", exchange -> {
            if (first.getCount() > 0) {
                first.countDown();
                exchange.sendResponseHeaders(200, 0);
                await(over);
                exchange.close();
            } else {
                take(exchange);
            }
        });
        try (TestRegistry registry = start("/")) {
            expect(201, image(registry, "told", "v1", "layer"));
            assertThat(taken.poll(60, TimeUnit.SECONDS)).contains("\"v1\"");
        }
    }

    // A registry that followed would tell the neighbourhood of its host what it is asked to.
    @Test
    void redirectIsNotFollowed() throws Exception {
        CountDownLatch redirected = new CountDownLatch(2);
        handle("/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/metadata");
            exchange.sendResponseHeaders(redirected.getCount() == 2 ? 307 : 303, -1);
            exchange.close();
            redirected.countDown();
        });
        handle("/metadata", this::take);
        try (TestRegistry registry = start("/")) {
            expect(201, image(registry, "told", "v1", "layer"));
            assertThat(redirected.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(taken.poll(1, TimeUnit.SECONDS)).isNull();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(120, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
