package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held before anybody asks, of a registry that is one of ours. */
class SyncTests {

    private static final String[] EMPTY = {"application/vnd.oci.empty.v1+json", "{}"};

    @TempDir
    private Path folder;

    private static byte[] image(TestRegistry registry, String tag) {
        byte[] image = Images.image(registry, "team/app", tag);
        expect(201, Images.put(registry, "team/app", tag, image));
        return image;
    }

    private static String settings(String name, Object value) {
        return "davit.registry.upstreams[0]." + name + "=" + value;
    }

    @Test
    void mirrorHoldsIndexesBlobsAndSignatures() throws IOException {
        TestRegistry source = Auth.start(folder.resolve("source"), "none");
        byte[] one = image(source, "v1");
        byte[] two = image(source, "v2");
        byte[] skipped = image(source, "w1");
        byte[] index = Images.index(
                Images.descriptor(Images.MANIFEST, one) + "," + Images.descriptor(Images.MANIFEST, two), "");
        expect(201, Images.put(source, "team/app", "all", index));
        byte[] signature = Images.manifest(
                Images.descriptor(EMPTY[0], bytes(EMPTY[1])),
                "",
                ",\"subject\":" + Images.descriptor(Images.INDEX, index));
        source.push("team/app", bytes(EMPTY[1]));
        expect(201, Images.put(source, "team/app", digest(signature), signature));
        KeyPair keys = Signing.keys("P-256");
        Signatures.tagged(source, "team/app", digest(one), keys);
        try (TestRegistry mirror = TestRegistry.start(
                folder.resolve("mirror"),
                settings("name", "source.test"),
                settings("url", "http://" + source.address()),
                settings("mirror[0].repository", "team/app"),
                settings("mirror[0].tags", "all,v*"),
                settings("mirror[1].repository", "team/none"))) {
            expect(202, mirror.send("POST", "/v2/_davit/sync", NONE));
            String report = finished(mirror);
            assertThat(report)
                    .contains("\"upstream\":\"source.test\"", "\"tags\":3", "\"manifests\":5", "\"blobs\":6")
                    .contains("team/none: the upstream has no such repository");
            source.close();
            String local = "/v2/source.test/team/app";
            assertThat(mirror.get(local + "/manifests/all").body()).isEqualTo(index);
            for (String name : List.of("v1", "v2")) {
                byte[] manifest = name.equals("v1") ? one : two;
                assertThat(mirror.get(local + "/manifests/" + digest(manifest)).body())
                        .isEqualTo(manifest);
                assertThat(mirror.get(local + "/blobs/" + digest(bytes("layer of " + name)))
                                .body())
                        .isEqualTo(bytes("layer of " + name));
            }
            assertThat(mirror.get(local + "/manifests/" + digest(signature)).body())
                    .isEqualTo(signature);
            assertThat(text(mirror.get(local + "/referrers/" + digest(index)))).contains(digest(signature));
            expect(502, mirror.get(local + "/manifests/" + digest(skipped)));
            String policy = "{\"signed\":{\"keys\":[" + TrustSuite.json(keys.getPublic()) + "]}}";
            expect(204, mirror.send("PUT", "/v2/_davit/policies/source.test/**", bytes(policy)));
            expect(200, mirror.get(local + "/manifests/v1"));
            expect(403, mirror.get(local + "/manifests/v2"));
        } finally {
            source.close();
        }
    }

    private static String finished(TestRegistry mirror) {
        Until.holds(
                "the sync is over", () -> text(mirror.get("/v2/_davit/sync")).contains("\"finished\":"));
        return text(mirror.get("/v2/_davit/sync"));
    }

    @Test
    void syncOnScheduleAndOnDemand() throws IOException {
        try (FakeUpstream upstream = new FakeUpstream();
                TestRegistry mirror = TestRegistry.start(
                        folder,
                        upstream.settings("mirror[0].repository=app", "mirror[0].tags=v*", "sync-interval=300ms"))) {
            upstream.put("/v2/app/tags/list", bytes("{\"tags\":[\"v1\"]}"));
            byte[] before = upstream.image("app", "v1", bytes("before"));
            Until.held(mirror, "fake.test/app", digest(bytes("before")));
            byte[] after = upstream.image("app", "v2", bytes("after"));
            upstream.put("/v2/app/manifests/v1", after);
            Until.holds(
                    "v1 is moved", () -> !mirror.objects(digest(bytes("after"))).isEmpty());
            upstream.put("/v2/other/tags/list", bytes("{\"tags\":[\"x\",\"y\"]}"));
            byte[] other = upstream.image("other", "x", bytes("other"));
            Until.holds(
                    "it is begun",
                    () -> mirror.send("POST", "/v2/_davit/sync?upstream=fake.test&repository=other&tag=x", NONE)
                                    .statusCode()
                            == 202);
            Until.holds(
                    "the other is held",
                    () -> !mirror.objects(digest(bytes("other"))).isEmpty());
            upstream.down();
            assertThat(mirror.get("/v2/fake.test/app/manifests/" + digest(before))
                            .body())
                    .isEqualTo(before);
            assertThat(mirror.get("/v2/fake.test/other/manifests/x").body()).isEqualTo(other);
            for (String wrong : List.of("?upstream=none", "?upstream=fake.test&repository=UP")) {
                HttpResponse<byte[]> answer = mirror.send("POST", "/v2/_davit/sync" + wrong, NONE);
                expect(400, answer);
            }
        }
    }

    @Test
    void registryOfOursIsAnUpstreamWithItsAccounts() throws IOException {
        try (TestRegistry source = Auth.start(folder.resolve("source"), "token")) {
            Auth.user(source, "cache", "team/**", "read");
            expect(201, Auth.image(source, "team/app", "v1", "content", Auth.as("root")));
            expect(201, Auth.image(source, "other/app", "v1", "content", Auth.as("root")));
            Path password = java.nio.file.Files.writeString(folder.resolve("cache-password"), Auth.PASSWORD);
            try (TestRegistry cache = TestRegistry.start(
                    folder.resolve("cache"),
                    settings("name", "source.test"),
                    settings("url", "http://" + source.address()),
                    settings("namespace", "mirrors/source"),
                    settings("username", "cache"),
                    settings("password-file", password))) {
                assertThat(cache.get("/v2/team/app/manifests/v1?ns=source.test").body())
                        .isEqualTo(Auth.manifestOf("content"));
                assertThat(cache.get("/v2/mirrors/source/team/app/blobs/" + digest(bytes("content")))
                                .body())
                        .isEqualTo(bytes("content"));
                assertThat(text(cache.get("/v2/mirrors/source/team/app/tags/list")))
                        .contains("[\"v1\"]");
                HttpResponse<byte[]> denied = cache.get("/v2/mirrors/source/other/app/manifests/v1");
                expect(403, denied);
                assertThat(text(denied)).contains("does not let this registry read other/app");
            }
        }
    }
}
