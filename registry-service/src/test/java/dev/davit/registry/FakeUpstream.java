package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A registry of a few contents that fails as it is told to. */
final class FakeUpstream implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final Map<String, HttpHandler> faults = new ConcurrentHashMap<>();
    private final List<Seen> requests = new CopyOnWriteArrayList<>();

    FakeUpstream() throws IOException {
        this(0);
    }

    FakeUpstream(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    /** A request that came. */
    record Seen(String method, String path, String query, String authorization) {}

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Settings of a registry that knows it as {@code fake.test}. */
    String[] settings(String... more) {
        return settings(0, "fake.test", more);
    }

    /** Settings of one of several; those that are given replace the usual ones. */
    String[] settings(int index, String name, String... more) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : List.of("name=" + name, "url=" + url(), "timeout=60s", "retries=0")) {
            put(settings, setting);
        }
        for (String setting : more) {
            put(settings, setting);
        }
        return settings.entrySet().stream()
                .map(setting ->
                        "davit.registry.upstreams[" + index + "]." + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
    }

    private static void put(Map<String, String> settings, String setting) {
        int equals = setting.indexOf('=');
        settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }

    /** Puts a blob into a repository; its path. */
    String blob(String repository, byte[] content) {
        String path = "/v2/" + repository + "/blobs/" + digest(content);
        contents.put(path, content);
        return path;
    }

    /** Puts a manifest, and what points at it. */
    void manifest(String repository, byte[] content, String... tags) {
        contents.put("/v2/" + repository + "/manifests/" + digest(content), content);
        for (String tag : tags) {
            contents.put("/v2/" + repository + "/manifests/" + tag, content);
        }
    }

    /** An image of one layer. */
    byte[] image(String repository, String tag, byte[] layer) {
        byte[] config = bytes("{\"tag\":\"" + tag + "\"}");
        blob(repository, config);
        blob(repository, layer);
        byte[] manifest = Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", config),
                Images.descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer),
                "");
        manifest(repository, manifest, tag);
        return manifest;
    }

    /** What a path answers, JSON or not. */
    void put(String path, byte[] content) {
        contents.put(path, content);
    }

    void remove(String path) {
        contents.remove(path);
    }

    /** What comes instead. */
    void fault(String path, HttpHandler handler) {
        faults.put(path, handler);
    }

    /** It can be reached no more. */
    void down() {
        fault("*", exchange -> {});
    }

    void heal() {
        faults.clear();
    }

    List<Seen> requests() {
        return requests;
    }

    long count(String method, String path) {
        return requests.stream()
                .filter(seen -> seen.method.equals(method) && seen.path.equals(path))
                .count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(new Seen(
                exchange.getRequestMethod(),
                path,
                String.valueOf(exchange.getRequestURI().getQuery()),
                String.valueOf(authorization)));
        HttpHandler fault = faults.getOrDefault(path, faults.get("*"));
        if (fault != null) {
            fault.handle(exchange);
            exchange.close();
            return;
        }
        serve(exchange, contents.get(path));
    }

    /** As a registry that is well does. */
    static void serve(HttpExchange exchange, byte @Nullable [] content) throws IOException {
        if (content == null) {
            status(exchange, 404);
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.contains("/manifests/")) {
            boolean index = new String(content, java.nio.charset.StandardCharsets.UTF_8).contains("\"manifests\":");
            exchange.getResponseHeaders().set("Content-Type", index ? Images.INDEX : Images.MANIFEST);
        }
        if (!path.contains("/tags/")) {
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(content));
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        byte[] part = Arrays.copyOfRange(content, from, content.length);
        if (range != null) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        send(exchange, range == null ? 200 : 206, part);
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
        exchange.close();
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** The beginning of a body, after which the connection is cut. */
    static void cut(HttpExchange exchange, byte[] content, int after) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, after);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** The beginning of a body, and the rest of it when it may. */
    static void halt(HttpExchange exchange, byte[] content, int after, CountDownLatch go) throws IOException {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content, 0, after);
        exchange.getResponseBody().flush();
        await(go);
        exchange.getResponseBody().write(content, after, content.length - after);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
