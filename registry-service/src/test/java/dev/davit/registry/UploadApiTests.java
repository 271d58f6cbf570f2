package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.hash;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadApiTests {

    private static final byte[] NONE = new byte[0];

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void postThenPutMakesBlob() {
        byte[] content = bytes("post then put");
        HttpResponse<byte[]> answer =
                registry.send("PUT", registry.begin("up/a") + "?digest=" + digest(content), content);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).isEqualTo("/v2/up/a/blobs/" + digest(content));
        assertHeld("up/a", content);
    }

    @Test
    void postWithDigestMakesBlobAtOnce() {
        byte[] content = bytes("at once");
        registry.push("up/a", content);
        assertHeld("up/a", content);
    }

    @Test
    void postWithWrongDigestIsRefusedAndLeavesNothing() {
        byte[] content = bytes("not this");
        HttpResponse<byte[]> answer =
                registry.send("POST", "/v2/up/wrong/blobs/uploads/?digest=" + digest(bytes("but that")), content);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("DIGEST_INVALID");
        assertThat(registry.blobs().resolve("staged"))
                .satisfies(staged -> assertThat(staged.toFile().list((d, name) -> name.startsWith("post-")))
                        .isEmpty());
    }

    @Test
    void patchWithoutRangeStreams() {
        byte[] content = bytes("streamed in a body of unknown length");
        String location = registry.begin("up/a");
        HttpRequest patch = HttpRequest.newBuilder(URI.create("http://" + registry.address() + location))
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                .build();
        HttpResponse<byte[]> answer = registry.send(patch);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(header(answer, "Range")).isEqualTo("0-" + (content.length - 1));
        assertThat(registry.send("PUT", header(answer, "Location") + "?digest=" + digest(content), NONE)
                        .statusCode())
                .isEqualTo(201);
        assertHeld("up/a", content);
    }

    @Test
    void chunksInOrderMakeBlobWithTheLastInPut() {
        byte[] content = bytes("0123456789abcde");
        String location = registry.begin("up/a");
        patch(location, "01234", "0-4", 202, "0-4");
        patch(location, "56789", "5-9", 202, "0-9");
        HttpResponse<byte[]> answer =
                registry.send("PUT", location + "?digest=" + digest(content), bytes("abcde"), "Content-Range", "10-14");
        assertThat(answer.statusCode()).isEqualTo(201);
        assertHeld("up/a", content);
    }

    @Test
    void chunkOutOfOrderIsRefusedWithTheOffset() {
        String location = registry.begin("up/a");
        patch(location, "01234", "0-4", 202, "0-4");
        HttpResponse<byte[]> early = patch(location, "abcde", "10-14", 416, "0-4");
        assertThat(header(early, "Location")).isEqualTo(location);
        patch(location, "01234", "0-4", 416, "0-4");
        HttpResponse<byte[]> put = registry.send(
                "PUT", location + "?digest=" + digest(bytes("01234abcde")), bytes("abcde"), "Content-Range", "9-13");
        assertThat(put.statusCode()).isEqualTo(416);
        HttpResponse<byte[]> status = registry.get(location);
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(header(status, "Range")).isEqualTo("0-4");
        patch(location, "56789", "5-9", 202, "0-9");
    }

    @Test
    void chunkWhoseLengthIsNotItsRangeIsRefused() {
        String location = registry.begin("up/a");
        HttpResponse<byte[]> answer = registry.send("PATCH", location, bytes("0123"), "Content-Range", "0-9");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("SIZE_INVALID");
    }

    @Test
    void wrongDigestAtTheEndEndsTheUpload() {
        String location = registry.begin("up/a");
        patch(location, "01234", "0-4", 202, "0-4");
        HttpResponse<byte[]> answer = registry.send("PUT", location + "?digest=" + digest(bytes("other")), NONE);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("DIGEST_INVALID");
        assertThat(registry.get(location).statusCode()).isEqualTo(404);
    }

    @Test
    void deleteCancels() {
        String location = registry.begin("up/a");
        patch(location, "01234", "0-4", 202, "0-4");
        assertThat(registry.send("DELETE", location, NONE).statusCode()).isEqualTo(204);
        assertThat(registry.get(location).statusCode()).isEqualTo(404);
        assertThat(registry.send("PATCH", location, bytes("x")).statusCode()).isEqualTo(404);
        assertThat(registry.blobs().resolve("staged").resolve(location.substring(location.lastIndexOf('/') + 1)))
                .doesNotExist();
    }

    @Test
    void sessionOfAnotherRepositoryIsUnknown() {
        String location = registry.begin("up/a").replace("/up/a/", "/up/b/");
        assertThat(registry.get(location).statusCode()).isEqualTo(404);
        assertThat(registry.send("PATCH", location, bytes("x")).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..%2f..%2fdb", "nothing", "00000000-0000-0000-0000-000000000000", "%2e%2e"})
    void sessionThatNobodyBeganIsUnknown(String id) {
        assertThat(registry.send("PATCH", "/v2/up/a/blobs/uploads/" + id, bytes("x"))
                        .statusCode())
                .isIn(400, 404);
        assertThat(registry.blobs().resolve("staged/" + id)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?digest-algorithm=sha512"})
    void sha512IsADigestOfItsOwn(String parameter) {
        byte[] content = bytes("digested with sha512" + parameter);
        String digest = "sha512:" + hash("SHA-512", content);
        String location = header(registry.send("POST", "/v2/up/long/blobs/uploads/" + parameter, NONE), "Location");
        patch(
                location,
                new String(content, java.nio.charset.StandardCharsets.UTF_8),
                "",
                202,
                "0-" + (content.length - 1));
        HttpResponse<byte[]> answer = registry.send("PUT", location + "?digest=" + digest, NONE);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest);
        assertThat(registry.get("/v2/up/long/blobs/" + digest).body()).isEqualTo(content);
        assertThat(registry.get("/v2/up/long/blobs/" + digest(content)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void unknownAlgorithmIsRefused() {
        assertThat(registry.send("POST", "/v2/up/a/blobs/uploads/?digest-algorithm=md5", NONE)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void mountLinksWhatTheOtherRepositoryHas() {
        byte[] content = bytes("to mount");
        String digest = registry.push("mount/source", content);
        HttpResponse<byte[]> named =
                registry.send("POST", "/v2/mount/x/blobs/uploads/?mount=" + digest + "&from=mount/source", NONE);
        assertThat(named.statusCode()).isEqualTo(201);
        assertThat(header(named, "Location")).isEqualTo("/v2/mount/x/blobs/" + digest);
        assertHeld("mount/x", content);
        HttpResponse<byte[]> found = registry.send("POST", "/v2/mount/y/blobs/uploads/?mount=" + digest, NONE);
        assertThat(found.statusCode()).isEqualTo(201);
        assertHeld("mount/y", content);
    }

    @Test
    void mountOfWhatTheSourceLacksBeginsAnUpload() {
        String digest = registry.push("mount/only", bytes("elsewhere"));
        HttpResponse<byte[]> answer =
                registry.send("POST", "/v2/mount/z/blobs/uploads/?mount=" + digest + "&from=mount/empty", NONE);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(registry.get("/v2/mount/z/blobs/" + digest).statusCode()).isEqualTo(404);
        assertThat(registry.send("PATCH", header(answer, "Location"), bytes("x"))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void mountOfWhatWasDeletedEverywhereBeginsAnUpload() {
        String digest = registry.push("mount/gone", bytes("gone"));
        registry.send("DELETE", "/v2/mount/gone/blobs/" + digest, NONE);
        assertThat(registry.send("POST", "/v2/mount/z/blobs/uploads/?mount=" + digest, NONE)
                        .statusCode())
                .isEqualTo(202);
        assertThat(registry.get("/v2/mount/z/blobs/" + digest).statusCode()).isEqualTo(404);
    }

    @Test
    void locationsAreRelativeWhateverTheHeadersSay() {
        HttpResponse<byte[]> answer = registry.send(
                "POST",
                "/v2/up/a/blobs/uploads/",
                NONE,
                "X-Forwarded-Host",
                "evil.example",
                "X-Forwarded-Proto",
                "ftp");
        assertThat(header(answer, "Location")).startsWith("/v2/up/a/blobs/uploads/");
    }

    @Test
    void formContentTypeDoesNotEatTheBody() {
        byte[] content = bytes("a=b&digest=sha256:0");
        HttpResponse<byte[]> answer = registry.send(
                "POST",
                "/v2/up/a/blobs/uploads/?digest=" + digest(content),
                content,
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    private static HttpResponse<byte[]> patch(
            String location, String content, String range, int status, String progress) {
        HttpResponse<byte[]> answer = range.isEmpty()
                ? registry.send("PATCH", location, bytes(content))
                : registry.send("PATCH", location, bytes(content), "Content-Range", range);
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(header(answer, "Range")).isEqualTo(progress);
        return answer;
    }

    private static void assertHeld(String repository, byte[] content) {
        assertThat(registry.get("/v2/" + repository + "/blobs/" + digest(content))
                        .body())
                .isEqualTo(content);
    }
}
