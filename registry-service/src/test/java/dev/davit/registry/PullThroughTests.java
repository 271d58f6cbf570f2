package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry answers in the namespace of an upstream. */
class PullThroughTests {

    @TempDir
    private static Path folder;

    private static FakeUpstream upstream;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        registry = TestRegistry.start(folder, upstream.settings());
    }

    @AfterAll
    static void stop() {
        registry.close();
        upstream.close();
    }

    @AfterEach
    void heal() {
        upstream.heal();
        upstream.requests().clear();
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    @Test
    void imageIsFetchedOnceAndServedWithoutTheUpstream() {
        byte[] layer = random(300_000);
        byte[] manifest = upstream.image("library/app1", "v1", layer);
        String local = "/v2/fake.test/library/app1";
        HttpResponse<byte[]> answer = registry.send("HEAD", local + "/manifests/v1", NONE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(digest(manifest));
        assertThat(header(answer, "Content-Type")).isEqualTo(Images.MANIFEST);
        assertThat(registry.get(local + "/manifests/v1").body()).isEqualTo(manifest);
        assertThat(registry.get(local + "/manifests/" + digest(manifest)).body())
                .isEqualTo(manifest);
        assertThat(registry.get(local + "/blobs/" + digest(layer)).body()).isEqualTo(layer);
        assertThat(registry.get(local + "/blobs/" + digest(layer)).body()).isEqualTo(layer);
        assertThat(upstream.requests()).hasSize(2);
        upstream.down();
        assertThat(registry.get(local + "/manifests/v1").body()).isEqualTo(manifest);
        assertThat(registry.get(local + "/blobs/" + digest(layer)).body()).isEqualTo(layer);
        assertThat(text(registry.get(local + "/tags/list"))).contains("\"v1\"");
        assertThat(text(registry.get("/v2/_catalog"))).contains("fake.test/library/app1");
    }

    @Test
    void nsPicksTheUpstream() {
        byte[] manifest = upstream.image("library/app2", "v1", random(100));
        HttpResponse<byte[]> answer = registry.get("/v2/library/app2/manifests/v1?ns=fake.test");
        assertThat(answer.body()).isEqualTo(manifest);
        assertThat(header(answer, "OCI-Namespace")).isEqualTo("fake.test");
        assertThat(registry.get("/v2/library/app2/blobs/" + digest(random(100)) + "?ns=fake.test")
                        .body())
                .isEqualTo(random(100));
        assertThat(registry.get("/v2/fake.test/library/app2/manifests/v1?ns=fake.test")
                        .body())
                .isEqualTo(manifest);
        expect(404, registry.get("/v2/library/app2/manifests/v1"));
        HttpResponse<byte[]> unknown = registry.get("/v2/library/app2/manifests/v1?ns=other.test");
        expect(404, unknown);
        assertThat(text(unknown)).contains("NAME_UNKNOWN");
        assertThat(header(unknown, "OCI-Namespace")).isEmpty();
    }

    @Test
    void ownRepositoriesAreLeftAlone() {
        registry.push("own", bytes("mine"));
        assertThat(registry.get("/v2/own/blobs/" + digest(bytes("mine"))).body())
                .isEqualTo(bytes("mine"));
        expect(404, registry.get("/v2/own/manifests/v1"));
        assertThat(upstream.requests()).isEmpty();
    }

    @Test
    void pushesIntoTheNamespaceAreDenied() {
        byte[] manifest = upstream.image("library/app4", "v1", random(100));
        String local = "/v2/fake.test/library/app4";
        for (HttpResponse<byte[]> answer : java.util.List.of(
                registry.send("POST", local + "/blobs/uploads/", NONE),
                registry.send("POST", "/v2/library/app4/blobs/uploads/?ns=fake.test", NONE),
                registry.send("POST", local + "/blobs/uploads/?digest=" + digest(bytes("x")), bytes("x")),
                registry.send("PUT", local + "/manifests/v1", manifest, "Content-Type", Images.MANIFEST))) {
            expect(403, answer);
            assertThat(text(answer)).contains("DENIED", "nothing can be pushed to fake.test/");
        }
    }

    @Test
    void whatTheUpstreamLacksIsUnknown() {
        HttpResponse<byte[]> manifest = registry.get("/v2/fake.test/none/manifests/v1");
        expect(404, manifest);
        assertThat(text(manifest)).contains("MANIFEST_UNKNOWN");
        HttpResponse<byte[]> blob = registry.get("/v2/fake.test/none/blobs/" + digest(bytes("x")));
        expect(404, blob);
        assertThat(text(blob)).contains("BLOB_UNKNOWN");
        expect(404, registry.send("HEAD", "/v2/fake.test/none/blobs/" + digest(bytes("x")), NONE));
        assertThat(text(registry.get("/v2/fake.test/none/tags/list"))).contains("NAME_UNKNOWN");
        expect(400, registry.get("/v2/fake.test/none/blobs/sha256:12"));
    }

    @Test
    void headOfABlobFetchesNothing() {
        byte[] layer = random(70_000);
        String path = upstream.blob("library/app6", layer);
        HttpResponse<byte[]> answer = registry.send("HEAD", "/v2/fake.test/library/app6/blobs/" + digest(layer), NONE);
        expect(200, answer);
        assertThat(header(answer, "Content-Length")).isEqualTo("70000");
        assertThat(upstream.count("GET", path)).isZero();
    }

    @Test
    void partOfABlobIsServedWhileAllOfItIsFetched() {
        byte[] layer = random(100_000);
        String path = upstream.blob("library/app7", layer);
        String local = "/v2/fake.test/library/app7/blobs/" + digest(layer);
        HttpResponse<byte[]> part = registry.get(local, "Range", "bytes=90000-");
        expect(206, part);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(layer, 90_000, 100_000));
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 90000-99999/100000");
        expect(416, registry.get(local, "Range", "bytes=100000-"));
        assertThat(registry.get(local).body()).isEqualTo(layer);
        assertThat(upstream.count("GET", path)).isEqualTo(1);
    }

    @Test
    void blobWithoutALengthIsServedWhenAllOfItIsThere() {
        byte[] layer = random(110_000);
        String path = upstream.blob("library/app8", layer);
        upstream.fault(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(layer);
        });
        HttpResponse<byte[]> answer = registry.get("/v2/fake.test/library/app8/blobs/" + digest(layer));
        assertThat(answer.body()).isEqualTo(layer);
        assertThat(header(answer, "Content-Length")).isEqualTo("110000");
    }

    @Test
    void blobThatAnotherRepositoryHasIsNotFetchedButAskedFor() {
        byte[] layer = random(1000);
        registry.push("own", layer);
        expect(404, registry.get("/v2/fake.test/library/app9/blobs/" + digest(layer)));
        String path = upstream.blob("library/app9", layer);
        assertThat(registry.get("/v2/fake.test/library/app9/blobs/" + digest(layer))
                        .body())
                .isEqualTo(layer);
        assertThat(upstream.count("HEAD", path)).isEqualTo(2);
        assertThat(upstream.count("GET", path)).isEqualTo(1); // when there was none
    }

    @Test
    void tagsAreThoseOfTheUpstreamInPages() {
        upstream.put("/v2/library/app10/tags/list", bytes("{\"name\":\"library/app10\",\"tags\":[\"b\",\"a\",\"C\"]}"));
        assertThat(text(registry.get("/v2/fake.test/library/app10/tags/list")))
                .isEqualTo("{\"name\":\"fake.test/library/app10\",\"tags\":[\"C\",\"a\",\"b\"]}");
        HttpResponse<byte[]> page = registry.get("/v2/library/app10/tags/list?n=2&ns=fake.test");
        assertThat(text(page)).contains("[\"C\",\"a\"]");
        String next = header(page, "Link");
        assertThat(next).contains("n=2&last=a&ns=fake.test");
        assertThat(text(registry.get(next.substring(1, next.indexOf('>'))))).contains("[\"b\"]");
        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void referrersAreThoseOfTheUpstream() {
        byte[] image = upstream.image("library/app11", "v1", random(100));
        String list = "{\"schemaVersion\":2,\"mediaType\":\"" + Images.INDEX + "\",\"manifests\":["
                + "{\"mediaType\":\"" + Images.MANIFEST
                + "\",\"digest\":\"sha256:aa\",\"size\":1,\"artifactType\":\"a/b\"},"
                + "{\"mediaType\":\"" + Images.MANIFEST
                + "\",\"digest\":\"sha256:bb\",\"size\":1,\"artifactType\":\"c/d\"}]}";
        upstream.put("/v2/library/app11/referrers/" + digest(image), bytes(list));
        String path = "/v2/fake.test/library/app11/referrers/" + digest(image);
        assertThat(text(registry.get(path))).contains("sha256:aa", "sha256:bb");
        HttpResponse<byte[]> filtered = registry.get(path + "?artifactType=c/d");
        assertThat(text(filtered)).contains("sha256:bb").doesNotContain("sha256:aa");
        assertThat(header(filtered, "OCI-Filters-Applied")).isEqualTo("artifactType");
    }

    @Test
    void referrersOfAnOldUpstreamAreThoseOfItsTag() {
        byte[] image = upstream.image("library/app12", "v1", random(100));
        byte[] index = Images.index(Images.descriptor(Images.MANIFEST, digest(bytes("signature")), 9), "");
        upstream.manifest("library/app12", index, digest(image).replace(':', '-'));
        assertThat(text(registry.get("/v2/fake.test/library/app12/referrers/" + digest(image))))
                .contains(digest(bytes("signature")));
    }

    @Test
    void whatIsHeldCanBeDeletedAndIsFetchedAgain() {
        byte[] manifest = upstream.image("library/app13", "v1", random(100));
        String path = "/v2/fake.test/library/app13/manifests/";
        expect(200, registry.get(path + "v1"));
        expect(202, registry.send("DELETE", path + digest(manifest), NONE));
        assertThat(registry.get(path + "v1").body()).isEqualTo(manifest);
        assertThat(upstream.count("GET", "/v2/library/app13/manifests/v1")).isEqualTo(2);
    }
}
