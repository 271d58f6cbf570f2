package dev.davit.storage.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers what a test says, and remembers what it was asked. */
final class FakeRegistry implements AutoCloseable {

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    /**
     * A request.
     *
     * @param target path and query
     * @param authorization empty where there was none
     */
    record Request(String method, String target, String authorization, String range, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    FakeRegistry() {
        this(plain());
    }

    FakeRegistry(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::dispatch);
        server.start();
        on("GET /v2/", text(200, "{}"));
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What to answer to {@code METHOD /path}; the last word counts. */
    FakeRegistry on(String methodAndPath, Handler handler) {
        handlers.put(methodAndPath, handler);
        return this;
    }

    String host() {
        return "localhost:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The URL of the same server by a name that is another host to clients. */
    String elsewhere(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    List<Request> requests(String methodAndPath) {
        return requests.stream()
                .filter(r -> (r.method() + " " + r.target()).startsWith(methodAndPath))
                .toList();
    }

    private void dispatch(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    header(exchange, "Authorization"),
                    header(exchange, "Range"),
                    new String(body, StandardCharsets.UTF_8)));
            String key =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            handlers.getOrDefault(key, text(404, "no handler for " + key)).handle(exchange);
        }
    }

    static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    static Handler text(int status, String body) {
        return answer(status, "text/plain", body.getBytes(StandardCharsets.UTF_8));
    }

    static Handler json(int status, String body) {
        return answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    static Handler answer(int status, String type, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, empty ? -1 : body.length);
            if (!empty) {
                write(exchange, body, 0, body.length);
            }
        };
    }

    static Handler redirect(int status, String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Asks for credentials unless the request has exactly these. */
    static Handler guarded(String authorization, String challenge, Handler inside) {
        return exchange -> {
            if (header(exchange, "Authorization").equals(authorization)) {
                inside.handle(exchange);
                return;
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
            json(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}")
                    .handle(exchange);
        };
    }

    static void write(HttpExchange exchange, byte[] bytes, int from, int to) throws IOException {
        OutputStream out = exchange.getResponseBody();
        out.write(bytes, from, to - from);
        out.flush();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
