package dev.davit.registry;

import dev.davit.registry.status.ClientAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A registry on a free loopback port with its state in a folder, and a client of it. */
public final class TestRegistry implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;

    private TestRegistry(ConfigurableApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    public static TestRegistry start(Path folder, String... properties) {
        return start(List.of(), folder, properties);
    }

    /** With beans that replace those of the registry. */
    public static TestRegistry start(List<Class<?>> more, Path folder, String... properties) {
        SpringApplication application = new SpringApplication(RegistryApplication.class);
        application.addPrimarySources(more);
        List<String> arguments = new ArrayList<>(List.of(
                "--davit.run-dir=" + folder.resolve("run"),
                "--davit.state-dir=" + folder.resolve("state"),
                "--davit.registry.port=0",
                "--logging.structured.format.console=",
                "--logging.level.root=WARN",
                "--logging.level.dev.davit.registry.web.RegistryServlet=OFF",
                "--logging.level.org.flywaydb=ERROR"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        folder.resolve("run/registry").toFile().mkdirs();
        return new TestRegistry(application.run(arguments.toArray(String[]::new)), folder);
    }

    public String address() {
        return context.getBean(ClientAddress.class).toString();
    }

    public Path blobs() {
        return folder.resolve("state/registry/blobs");
    }

    /** The files of a content, each an object. */
    public List<Path> objects(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        Path folder = blobs().resolve("sha256").resolve(hex.substring(0, 2));
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(hex))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Path socket() {
        return folder.resolve("run/registry/registry.sock");
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Changes rows behind the registry's back; how many. */
    public int update(String sql, Map<String, ?> parameters) {
        return Objects.requireNonNull(bean(TransactionTemplate.class)
                .execute(status ->
                        bean(JdbcClient.class).sql(sql).params(parameters).update()));
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    public HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address() + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    public HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Pushes a blob in one go; its digest. */
    public String push(String repository, byte[] content) {
        String digest = digest(content);
        HttpResponse<byte[]> answer = send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, content);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + text(answer));
        }
        return digest;
    }

    /** Begins an upload; its location. */
    public String begin(String repository) {
        return send("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0])
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    public static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String digest(byte[] content) {
        return "sha256:" + hash("SHA-256", content);
    }

    public static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
