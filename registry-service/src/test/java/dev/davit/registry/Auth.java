package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What tests of a registry with accounts share. */
final class Auth {

    static final byte[] NONE = new byte[0];
    static final String PASSWORD = "correct horse";

    private Auth() {}

    /** A registry whose first administrator is {@code root}. */
    static TestRegistry start(Path folder, String mode, String... more) throws IOException {
        Files.createDirectories(folder);
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        List<String> settings = new ArrayList<>(List.of(
                "davit.registry.auth.mode=" + mode,
                "davit.registry.auth.admin=root",
                "davit.registry.auth.admin-password-file=" + password));
        settings.addAll(List.of(more));
        return TestRegistry.start(folder, settings.toArray(String[]::new));
    }

    /** Makes an account that may do this in repositories that match. */
    static void user(TestRegistry registry, String name, String pattern, String... actions) {
        expect(201, json(registry, "PUT", "accounts/" + name, "{\"password\":\"" + PASSWORD + "\"}"));
        grant(registry, "user:" + name, pattern, actions);
    }

    static void grant(TestRegistry registry, String subject, String pattern, String... actions) {
        expect(
                204,
                json(
                        registry,
                        "PUT",
                        "grants",
                        "{\"subject\":\"" + subject + "\",\"pattern\":\"" + pattern + "\",\"actions\":[\""
                                + String.join("\",\"", actions) + "\"]}"));
    }

    /** A request of the administrator. */
    static HttpResponse<byte[]> json(TestRegistry registry, String method, String path, String body) {
        return registry.send(method, "/v2/_davit/" + path, bytes(body), as("root"));
    }

    static void expect(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    }

    static String[] as(String name) {
        return as(name, PASSWORD);
    }

    static String[] as(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new String[] {"Authorization", "Basic " + Base64.getEncoder().encodeToString(both)};
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    /** A token for these scopes. */
    static String token(TestRegistry registry, String[] who, String... scopes) {
        String query = "?service=davit-registry&scope=" + String.join("&scope=", scopes);
        HttpResponse<byte[]> answer = registry.get("/token" + query, who);
        expect(200, answer);
        return field(answer, "token");
    }

    /** A text of a JSON answer. */
    static String field(HttpResponse<byte[]> answer, String name) {
        return text(answer).replaceAll("(?s).*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    /** Pushes a blob as somebody; its digest. */
    static String push(TestRegistry registry, String repository, String content, String... who) {
        String digest = digest(bytes(content));
        expect(
                201,
                registry.send("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, bytes(content), who));
        return digest;
    }

    /** Pushes an image of one blob as somebody. */
    static HttpResponse<byte[]> image(
            TestRegistry registry, String repository, String reference, String content, String... who) {
        push(registry, repository, content, who);
        return manifest(registry, repository, reference, content, who);
    }

    static HttpResponse<byte[]> manifest(
            TestRegistry registry, String repository, String reference, String content, String... who) {
        List<String> headers = new ArrayList<>(List.of(who));
        headers.addAll(List.of("Content-Type", Images.MANIFEST));
        return registry.send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                manifestOf(content),
                headers.toArray(String[]::new));
    }

    static byte[] manifestOf(String content) {
        String config = Images.descriptor("application/vnd.oci.image.config.v1+json", bytes(content));
        return Images.manifest(config, "", "");
    }

    static String challenge(HttpResponse<byte[]> answer) {
        return header(answer, "WWW-Authenticate");
    }
}
