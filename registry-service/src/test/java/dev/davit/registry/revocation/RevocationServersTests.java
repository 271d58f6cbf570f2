package dev.davit.registry.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.davit.registry.trust.TrustProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationServersTests {

    private final AtomicInteger requests = new AtomicInteger();
    private final RevocationServers servers =
            new RevocationServers(new TrustProperties(null, null, List.of("localhost")));
    private HttpServer server = none();

    private static HttpServer none() {
        try {
            return HttpServer.create();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(0);
        servers.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/list" -> send(exchange, 200, "list".getBytes(java.nio.charset.StandardCharsets.UTF_8));
                case "/ask" ->
                    send(
                            exchange,
                            exchange.getRequestHeaders()
                                            .getFirst("Content-Type")
                                            .equals("application/ocsp-request")
                                    ? 200
                                    : 400,
                            exchange.getRequestBody().readAllBytes());
                case "/large" -> send(exchange, 200, new byte[100 * 1024]);
                case "/away" -> {
                    exchange.getResponseHeaders().set("Location", "/list");
                    send(exchange, 302, new byte[1]);
                }
                case "/slow" -> drip(exchange);
                default -> send(exchange, 404, new byte[1]);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    // Never silent for long, and never at an end.
    private static void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try {
            for (int i = 0; i < 60; i++) {
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                Thread.sleep(500);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    @Test
    void allowedHostIsAsked() throws IOException {
        assertThat(servers.list(url("localhost", "/list"))).asString().isEqualTo("list");
        assertThat(servers.ask(url("localhost", "/ask"), new byte[] {1, 2})).containsExactly(1, 2);
    }

    @Test
    void privateHostThatNobodyAllowedIsNotContacted() {
        for (String host : List.of("127.0.0.1", "[::1]", "0.0.0.0", "169.254.169.254", "10.0.0.1")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> servers.list(url(host, "/list")))
                    .withMessageContaining("may not send us to");
        }
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldap://localhost/list",
                "file:///etc/passwd",
                "http://user@localhost/list",
                "http:list",
                "http://local host/",
                "jar:http://localhost/list!/"
            })
    void urlsOfAnotherKindAreNotGoneTo(String url) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> servers.list(url))
                .withMessageContaining("a certificate names a");
    }

    @Test
    void answersThatAreTooLargeElsewhereOrNoneAreRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> servers.ask(url("localhost", "/large"), new byte[1]))
                .withMessageContaining("65536 bytes");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> servers.list(url("localhost", "/away")))
                .withMessageContaining("302");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> servers.list(url("localhost", "/nothing")))
                .withMessageContaining("404");
        assertThat(requests).hasValue(3);
    }

    @Test
    void serverThatIsSlowIsNotWaitedForLong() {
        long start = System.nanoTime();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> servers.list(url("localhost", "/slow")));
        assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
    }

    @Test
    void filesOfTheFolderAreAtHand(@TempDir Path folder) throws IOException {
        assertThat(servers.held()).isEmpty();
        Files.writeString(folder.resolve("one.crl"), "one");
        Files.createDirectory(folder.resolve("sub"));
        RevocationServers held = new RevocationServers(new TrustProperties(null, folder, List.of()));
        assertThat(held.held())
                .singleElement()
                .satisfies(content -> assertThat(content).asString().isEqualTo("one"));
    }
}
