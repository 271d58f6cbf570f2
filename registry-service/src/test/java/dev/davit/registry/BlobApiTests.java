package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobApiTests {

    private static final byte[] LARGE = new byte[300_000];

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        new Random(7).nextBytes(LARGE);
        registry = TestRegistry.start(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void baseAnswersThatTheApiIsThere() {
        HttpResponse<byte[]> answer = registry.get("/v2/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        assertThat(header(answer, "Content-Length")).isEqualTo("2");
    }

    @Test
    void getAnswersSmallAndLargeBlobAsPushed() {
        for (byte[] content : new byte[][] {bytes("small"), LARGE, new byte[0]}) {
            String digest = registry.push("blobs/get", content);
            HttpResponse<byte[]> answer = registry.get("/v2/blobs/get/blobs/" + digest);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(content);
            assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest);
            assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(content.length));
        }
    }

    @Test
    void headAnswersSizeAndDigestWithoutBody() {
        String digest = registry.push("blobs/head", LARGE);
        HttpResponse<byte[]> answer = registry.send("HEAD", "/v2/blobs/head/blobs/" + digest, new byte[0]);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Length")).isEqualTo("300000");
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void getWhenClientHoldsItAnswers304() {
        String digest = registry.push("blobs/etag", bytes("held"));
        HttpResponse<byte[]> answer =
                registry.get("/v2/blobs/etag/blobs/" + digest, "If-None-Match", "\"" + digest + "\"");
        assertThat(answer.statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=500-1499, 500, 1500",
        "bytes=299000-, 299000, 300000",
        "bytes=-500, 299500, 300000",
        "bytes=299999-400000, 299999, 300000",
        "bytes=-400000, 0, 300000"
    })
    void getWithRangeAnswersThatPart(String range, int from, int to) {
        String digest = registry.push("blobs/range", LARGE);
        HttpResponse<byte[]> answer = registry.get("/v2/blobs/range/blobs/" + digest, "Range", range);
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(LARGE, from, to));
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/300000");
    }

    @ParameterizedTest
    @CsvSource({"bytes=500-0", "bytes=300000-", "bytes=5000000-6000000"})
    void getWithRangeBehindTheEndAnswers416(String range) {
        String digest = registry.push("blobs/range", LARGE);
        HttpResponse<byte[]> answer = registry.get("/v2/blobs/range/blobs/" + digest, "Range", range);
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes */300000");
    }

    @Test
    void getWithManyRangesAnswersAll() {
        String digest = registry.push("blobs/range", LARGE);
        HttpResponse<byte[]> answer =
                registry.get("/v2/blobs/range/blobs/" + digest, "Range", "bytes=" + "0-1,".repeat(1000) + "2-3");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(300_000);
    }

    @Test
    void getWhenBlobIsUnknownAnswers404WithErrorBody() {
        HttpResponse<byte[]> answer = registry.get("/v2/blobs/none/blobs/" + digest(bytes("never pushed")));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).startsWith("{\"errors\":[{\"code\":\"BLOB_UNKNOWN\",\"message\":\"");
    }

    @Test
    void getFromRepositoryWithoutTheBlobAnswers404() {
        String digest = registry.push("blobs/mine", bytes("mine alone"));
        assertThat(registry.get("/v2/blobs/yours/blobs/" + digest).statusCode()).isEqualTo(404);
        assertThat(registry.send("HEAD", "/v2/blobs/yours/blobs/" + digest, new byte[0])
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void deleteTakesBlobFromThisRepositoryAlone() {
        String digest = registry.push("blobs/delete", bytes("to delete"));
        registry.push("blobs/keep", bytes("to delete"));
        String path = "/v2/blobs/delete/blobs/" + digest;
        assertThat(registry.get(path).statusCode()).isEqualTo(200);
        assertThat(registry.send("DELETE", path, new byte[0]).statusCode()).isEqualTo(202);
        assertThat(registry.get(path).statusCode()).isEqualTo(404);
        assertThat(registry.send("DELETE", path, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(registry.get("/v2/blobs/keep/blobs/" + digest).statusCode()).isEqualTo(200);
        assertThat(registry.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void otherMethodAnswers405() {
        HttpResponse<byte[]> answer = registry.send("POST", "/v2/a/blobs/" + digest(bytes("x")), bytes("x"));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(text(answer)).contains("\"UNSUPPORTED\"");
    }
}
