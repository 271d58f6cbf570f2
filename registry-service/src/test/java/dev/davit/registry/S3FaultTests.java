package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.s3.TestBucket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A registry whose bucket fails, loses and damages; alone, with an H2. */
class S3FaultTests {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static Cut cut;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        bucket = new TestBucket(folder);
        cut = new Cut(bucket.endpoint());
        registry = TestRegistry.start(folder, settings("fault/", "davit.registry.cache=0B"));
    }

    private static String[] settings(String prefix, String... more) {
        List<String> settings = new ArrayList<>(bucket.settings(prefix, cut.endpoint()));
        settings.add("davit.registry.gc.interval=0s");
        settings.add("davit.registry.gc.delay=0s");
        settings.add("davit.registry.gc.orphan-age=1s");
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        cut.close();
        bucket.close();
    }

    @Test
    void bucketThatIsDownIsA503AndNothingIsLost() {
        byte[] image = Images.image(registry, "down/app", "earlier");
        expect(201, Images.put(registry, "down/app", "v1", image));
        byte[] layer = ReplicasSuite.random(1, 200_000);
        String blob = "/v2/down/app/blobs/" + registry.push("down/app", layer);
        cut.after(0);
        try {
            expect(200, registry.get("/v2/"));
            assertThat(text(registry.get("/v2/down/app/tags/list"))).contains("v1");
            expect(200, registry.send("HEAD", "/v2/down/app/manifests/v1", NONE));
            assertUnavailable(registry.get(blob));
            expect(503, registry.send("HEAD", blob, NONE));
            assertUnavailable(registry.get("/v2/down/app/manifests/v1"));
            byte[] content = bytes("pushed while down");
            assertUnavailable(registry.send("POST", "/v2/down/app/blobs/uploads/?digest=" + digest(content), content));
            assertUnavailable(Images.put(registry, "down/app", "v2", image));
        } finally {
            cut.mend();
        }
        assertThat(registry.get("/v2/down/app/manifests/v1").body()).isEqualTo(image);
        expect(404, registry.get("/v2/down/app/manifests/v2"));
        assertThat(registry.get(blob).body()).isEqualTo(layer);
        expect(201, Images.put(registry, "down/app", "v2", image));
    }

    private static void assertUnavailable(HttpResponse<byte[]> answer) {
        expect(503, answer);
        assertThat(header(answer, "Retry-After")).isEqualTo("5");
        assertThat(text(answer)).contains("the blob store cannot be reached");
    }

    @Test
    void bucketThatFailsDuringAnUploadIsA503AndTheUploadGoesOnFromWhatItHas() {
        byte[] image = Images.image(registry, "mid/app", "earlier");
        expect(201, Images.put(registry, "mid/app", "v1", image));
        byte[] content = ReplicasSuite.random(2, 17_000_000);
        String location = registry.begin("mid/app");
        cut.after(7_000_000);
        try {
            assertUnavailable(registry.send("PATCH", location, content));
            expect(200, registry.get("/v2/"));
        } finally {
            cut.mend();
        }
        int held = held(location);
        assertThat(held).isGreaterThanOrEqualTo(5 << 20).isLessThan(content.length);
        byte[] rest = Arrays.copyOfRange(content, held, content.length);
        expect(202, registry.send("PATCH", location, rest, "Content-Range", held + "-" + (content.length - 1)));
        expect(201, registry.send("PUT", location + "?digest=" + digest(content), NONE));
        assertThat(registry.get("/v2/mid/app/blobs/" + digest(content)).body()).isEqualTo(content);
        assertThat(registry.get("/v2/mid/app/manifests/v1").body()).isEqualTo(image);
    }

    @Test
    void scrubOfABucketThatIsDownEndsAndSaysSo() throws Exception {
        registry.push("down/scrubbed", ReplicasSuite.random(10, 1000));
        cut.after(0);
        try {
            expect(202, registry.send("POST", "/v2/_davit/scrub", NONE));
            Until.holds("it ends", () -> text(registry.get("/v2/_davit/scrub")).contains("cannot be used now"));
            assertThat(text(registry.get("/v2/_davit/scrub"))).contains("endedAt");
        } finally {
            cut.mend();
        }
        assertThat(bucket.keys("fault/objects/")).isNotEmpty();
    }

    @Test
    void commitSendsNothingAgain() {
        byte[] content = ReplicasSuite.random(9, 3 * (5 << 20));
        String location = registry.begin("commit/app");
        expect(202, registry.send("PATCH", location, content));
        cut.after(100_000);
        try {
            expect(201, registry.send("PUT", location + "?digest=" + digest(content), NONE));
        } finally {
            cut.mend();
        }
        assertThat(registry.get("/v2/commit/app/blobs/" + digest(content)).body())
                .isEqualTo(content);
    }

    private static int held(String location) {
        String range = header(registry.get(location), "Range");
        return range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
    }

    @Test
    void bucketThatFailsDuringADownloadEndsItAfterWhatCame() throws IOException {
        byte[] content = ReplicasSuite.random(9, 17_000_000);
        String blob = "/v2/mid/down/blobs/" + registry.push("mid/down", content);
        try (RawClient client = new RawClient(registry)) {
            client.send(blob);
            assertThat(client.head()).isEqualTo(content.length);
            cut.after(0);
            byte[] came = client.rest();
            assertThat(came).hasSizeBetween(1, content.length - 1).isEqualTo(Arrays.copyOf(content, came.length));
        } finally {
            cut.mend();
        }
        assertThat(registry.get(blob).body()).isEqualTo(content);
    }

    @Test
    void clientThatIsCutOffGoesOnFromWhatCame() throws IOException {
        byte[] content = ReplicasSuite.random(3, 9_000_000);
        String location = registry.begin("cut/off");
        URI registryUrl = URI.create("http://" + registry.address());
        try (Socket client = new Socket(registryUrl.getHost(), registryUrl.getPort())) {
            OutputStream out = client.getOutputStream();
            out.write(bytes("PATCH " + location + " HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n"));
            out.write(content, 0, 8_000_000);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isNotNull();
        }
        int held = held(location);
        assertThat(held).isEqualTo(8_000_000);
        byte[] rest = Arrays.copyOfRange(content, held, content.length);
        expect(
                201,
                registry.send(
                        "PUT",
                        location + "?digest=" + digest(content),
                        rest,
                        "Content-Range",
                        held + "-" + (content.length - 1)));
        assertThat(registry.get("/v2/cut/off/blobs/" + digest(content)).body()).isEqualTo(content);
    }

    @Test
    void damagedBlobsAreQuarantinedAndRepairedByPushingThemAgain() throws Exception {
        byte[] flipped = ReplicasSuite.random(4, 100_000);
        byte[] truncated = ReplicasSuite.random(5, 100_000);
        byte[] lost = ReplicasSuite.random(6, 100_000);
        for (byte[] content : new byte[][] {flipped, truncated, lost}) {
            registry.push("scrub/app", content);
        }
        byte[] wrong = flipped.clone();
        wrong[70_000] ^= 1;
        bucket.damage("fault/" + object(flipped), wrong);
        bucket.damage("fault/" + object(truncated), new byte[100]);
        bucket.delete("fault/" + object(lost));
        expect(202, registry.send("POST", "/v2/_davit/scrub", NONE));
        String report = "";
        for (int i = 0; i < 600 && !report.contains("endedAt"); i++) {
            Thread.sleep(Duration.ofMillis(50));
            report = text(registry.get("/v2/_davit/scrub"));
        }
        assertThat(report).contains(digest(flipped), digest(truncated), digest(lost));
        assertThat(bucket.keys("fault/quarantine/")).hasSize(2);
        for (byte[] content : new byte[][] {flipped, truncated, lost}) {
            String blob = "/v2/scrub/app/blobs/" + digest(content);
            expect(404, registry.get(blob));
            registry.push("scrub/app", content);
            assertThat(registry.get(blob).body()).isEqualTo(content);
        }
    }

    private static String object(byte[] content) {
        return registry.bean(JdbcClient.class)
                .sql("select object from blobs where digest = :digest")
                .param("digest", digest(content))
                .query(String.class)
                .single();
    }

    @Test
    void whatAKillLeavesIsReclaimedWhenTheRegistryStartsOrCollects() throws Exception {
        Path other = folder.resolve("other");
        String location;
        byte[] content = ReplicasSuite.random(7, 6_000_000);
        try (TestRegistry begun = TestRegistry.start(other, settings("left/"))) {
            location = begun.begin("left/app");
            expect(202, begun.send("PATCH", location, content));
        }
        bucket.damage("left/staged/post-left-by-a-kill", bytes("staged"));
        bucket.damage("left/objects/put-left-by-a-kill", bytes("committed, but no blob"));
        Thread.sleep(2000);
        try (TestRegistry again = TestRegistry.start(other, settings("left/"))) {
            assertThat(bucket.keys("left/staged/")).containsExactly(location.substring(location.lastIndexOf('/') + 1));
            assertThat(text(again.send("POST", "/v2/_davit/gc", NONE))).contains("\"orphans\":1");
            assertThat(bucket.keys("left/objects/")).isEmpty();
            expect(201, again.send("PUT", location + "?digest=" + digest(content), NONE));
            assertThat(again.get("/v2/left/app/blobs/" + digest(content)).body())
                    .isEqualTo(content);
        }
        try (TestRegistry later = TestRegistry.start(other, settings("left/", "davit.registry.upload-expiry=0s"))) {
            assertThat(bucket.keys("left/staged/")).isEmpty();
            expect(200, later.get("/v2/left/app/blobs/" + digest(content)));
        }
    }

    @Test
    void redirectSendsClientsToTheBucketForWhatIsLarge() {
        byte[] large = ReplicasSuite.random(8, 100_000);
        try (TestRegistry redirecting = TestRegistry.start(
                folder.resolve("redirecting"), settings("redirect/", "davit.registry.store.s3.redirect=true"))) {
            String blob = "/v2/redirect/app/blobs/" + redirecting.push("redirect/app", large);
            HttpResponse<byte[]> answer = redirecting.get(blob);
            expect(307, answer);
            assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
            assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest(large));
            HttpRequest there = HttpRequest.newBuilder(URI.create(header(answer, "Location")))
                    .build();
            assertThat(redirecting.send(there).body()).isEqualTo(large);
            expect(200, redirecting.send("HEAD", blob, NONE));
            String small = redirecting.push("redirect/app", bytes("small"));
            assertThat(redirecting.get("/v2/redirect/app/blobs/" + small).body())
                    .isEqualTo(bytes("small"));
        }
    }
}
