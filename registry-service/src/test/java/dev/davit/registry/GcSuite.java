package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Garbage collection without a review delay, unless a test says otherwise; each database has to pass it. */
abstract class GcSuite extends FireSuite {

    static final String[] SETTINGS = {"davit.registry.gc.interval=0s", "davit.registry.gc.delay=0s"};

    /** The objects of a content in the store. */
    List<?> objects(String digest) {
        return registry().objects(digest);
    }

    @Test
    void blobThatNothingNeedsGoesWithItsBytes() {
        String digest = registry().push("gc/unused", bytes("unused"));
        assertThat(objects(digest)).hasSize(1);
        collect();
        assertThat(status("GET", "/v2/gc/unused/blobs/" + digest)).isEqualTo(404);
        assertThat(objects(digest)).isEmpty();
        registry().push("gc/unused", bytes("unused"));
        assertThat(registry().get("/v2/gc/unused/blobs/" + digest).body()).isEqualTo(bytes("unused"));
    }

    @Test
    void whatManifestsNeedStays() {
        byte[] image = Images.image(registry(), "gc/needed", "child");
        expect(201, put("gc/needed", digest(image), image));
        byte[] index = Images.index(Images.descriptor(Images.MANIFEST, image), "");
        expect(201, put("gc/needed", "all", index));
        byte[] signature = Images.image(
                registry(), "gc/needed", "signature", ",\"subject\":" + Images.descriptor(Images.INDEX, index));
        expect(201, put("gc/needed", digest(signature), signature));
        collect();
        for (String name : List.of("child", "signature")) {
            assertThat(registry()
                            .get("/v2/gc/needed/blobs/" + digest(bytes("layer of " + name)))
                            .body())
                    .isEqualTo(bytes("layer of " + name));
        }
        assertThat(registry().get("/v2/gc/needed/manifests/all").body()).isEqualTo(index);
        assertThat(registry().get("/v2/gc/needed/manifests/" + digest(image)).body())
                .isEqualTo(image);
        assertThat(text(registry().get("/v2/gc/needed/referrers/" + digest(index))))
                .contains(digest(signature));
    }

    @Test
    void whatOnlyTheDeletedImageNeededGoes() {
        byte[] deleted = Images.image(registry(), "gc/one", "shared");
        byte[] kept = Images.image(registry(), "gc/two", "shared", ",\"annotations\":{\"k\":\"v\"}");
        expect(201, put("gc/one", "v1", deleted));
        expect(201, put("gc/two", "v1", kept));
        expect(202, registry().send("DELETE", "/v2/gc/one/manifests/" + digest(deleted), NONE));
        collect();
        String layer = digest(bytes("layer of shared"));
        assertThat(status("GET", "/v2/gc/one/blobs/" + layer)).isEqualTo(404);
        assertThat(objects(digest(deleted))).isEmpty();
        assertThat(registry().get("/v2/gc/two/blobs/" + layer).body()).isEqualTo(bytes("layer of shared"));
        assertThat(registry().get("/v2/gc/two/manifests/v1").body()).isEqualTo(kept);
    }

    @Test
    void whoIsToldOfAMarkedBlobKeepsIt() {
        String digest = registry().push("gc/marked", bytes("marked"));
        for (String method : List.of("HEAD", "GET")) {
            mark(digest);
            expect(200, registry().send(method, "/v2/gc/marked/blobs/" + digest, NONE));
            assertThat(marked(digest)).isFalse();
        }
        mark(digest);
        registry().push("gc/marked", bytes("marked"));
        assertThat(marked(digest)).isFalse();
        mark(digest);
        expect(201, Auth.manifest(registry(), "gc/marked", "v1", "marked"));
        assertThat(marked(digest)).isFalse();
    }

    private void mark(String digest) {
        int marked = registry()
                .update(
                        "update repository_blobs set unused_since = created_at"
                                + " where blob_id = (select id from blobs where digest = :digest)",
                        Map.of("digest", digest));
        assertThat(marked).isEqualTo(1);
        assertThat(marked(digest)).isTrue();
        forget();
    }

    private boolean marked(String digest) {
        return registry()
                        .bean(JdbcClient.class)
                        .sql("select count(*) from repository_blobs where unused_since is not null"
                                + " and blob_id = (select id from blobs where digest = :digest)")
                        .param("digest", digest)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void forget() {
        registry().bean(dev.davit.registry.lookup.Lookups.class).changed();
    }

    @Test
    void collectionInATightLoopNeverTakesWhatAManifestNeeds() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> collections = executor.submit(() -> {
                int runs = 0;
                while (!over.get()) {
                    collect();
                    runs++;
                }
                return runs;
            });
            List<Future<Integer>> pushers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                pushers.add(executor.submit(() -> pushUnderFire(number)));
            }
            int whole = 0;
            for (Future<Integer> pusher : pushers) {
                whole += pusher.get();
            }
            over.set(true);
            assertThat(collections.get()).isGreaterThan(5);
            assertThat(whole).isGreaterThan(10);
        } finally {
            over.set(true);
        }
    }

    /** How many manifests were taken; each was whole then. */
    private int pushUnderFire(int number) {
        int taken = 0;
        String repository = "fire/r" + number;
        for (int round = 0; round < 40; round++) {
            String content = "fought over " + round % 3;
            String layer = digest(bytes(content));
            obtain(repository, content, layer, (round + number) % 3);
            byte[] image = Auth.manifestOf(content);
            HttpResponse<byte[]> put = put(repository, digest(image) + "?tag=a&tag=b" + round % 2, image);
            assertThat(put.statusCode()).as(text(put)).isIn(201, 404);
            if (put.statusCode() == 201) {
                taken++;
                assertThat(registry().get("/v2/" + repository + "/manifests/a").body())
                        .isEqualTo(image);
                assertThat(registry()
                                .get("/v2/" + repository + "/blobs/" + layer)
                                .body())
                        .isEqualTo(bytes(content));
                if (round % 4 != 0) {
                    expect(202, registry().send("DELETE", "/v2/" + repository + "/manifests/" + digest(image), NONE));
                }
            }
        }
        return taken;
    }

    // By a push, by a mount from a neighbour, or because it is said to be there.
    private void obtain(String repository, String content, String layer, int way) {
        if (way == 1) {
            int mounted = status("POST", "/v2/" + repository + "/blobs/uploads/?mount=" + layer);
            assertThat(mounted).isIn(201, 202);
            if (mounted == 201) {
                return;
            }
        }
        if (way == 2 && status("HEAD", "/v2/" + repository + "/blobs/" + layer) == 200) {
            return;
        }
        registry().push(repository, bytes(content));
    }

    @Test
    void rulesDeleteWhatTheyDoNotKeep() {
        policy(
                "gc/rules",
                "{\"keepLast\":2,\"keepTags\":[\"stable*\"],\"immutableTags\":[\"v1.*\"],\"untaggedDays\":0}");
        for (String tag : List.of("v1.0", "stable-1", "old", "new", "newest")) {
            expect(201, put("gc/rules", tag, Images.image(registry(), "gc/rules", tag)));
        }
        String old = digest(registry().get("/v2/gc/rules/manifests/old").body());
        collect();
        assertThat(text(registry().get("/v2/gc/rules/tags/list")))
                .endsWith("\"tags\":[\"new\",\"newest\",\"stable-1\",\"v1.0\"]}");
        assertThat(status("GET", "/v2/gc/rules/manifests/" + old)).isEqualTo(404);
        assertThat(status("GET", "/v2/gc/rules/blobs/" + digest(bytes("layer of old"))))
                .isEqualTo(404);
        expect(200, registry().get("/v2/gc/rules/blobs/" + digest(bytes("layer of v1.0"))));
    }

    @Test
    void rulesKeepWhatAnIndexOrASubjectLeadsTo() {
        policy("gc/led", "{\"untaggedDays\":0}");
        byte[] child = Images.image(registry(), "gc/led", "child");
        expect(201, put("gc/led", digest(child), child));
        byte[] index = Images.index(Images.descriptor(Images.MANIFEST, child), "");
        expect(201, put("gc/led", "all", index));
        byte[] signature =
                Images.image(registry(), "gc/led", "sig", ",\"subject\":" + Images.descriptor(Images.INDEX, index));
        expect(201, put("gc/led", digest(signature), signature));
        collect();
        expect(200, registry().get("/v2/gc/led/manifests/" + digest(child)));
        expect(200, registry().get("/v2/gc/led/manifests/" + digest(signature)));
        expect(202, registry().send("DELETE", "/v2/gc/led/manifests/all", NONE));
        collect();
        for (byte[] gone : List.of(child, index, signature)) {
            expect(404, registry().get("/v2/gc/led/manifests/" + digest(gone)));
        }
    }

    @Test
    void immutableTagIsNeitherMovedNorDeletedOnAnyPath() {
        policy("gc/fixed", "{\"immutableTags\":[\"v*\"]}");
        byte[] first = Images.image(registry(), "gc/fixed", "first");
        byte[] second = Images.image(registry(), "gc/fixed", "second");
        expect(201, put("gc/fixed", "v1", first));
        expect(201, put("gc/fixed", "v1", first));
        expect(201, put("gc/fixed", "latest", first));
        expect(403, put("gc/fixed", "v1", second));
        expect(403, put("gc/fixed", digest(second) + "?tag=latest&tag=v1", second));
        expect(403, registry().send("DELETE", "/v2/gc/fixed/manifests/v1", NONE));
        expect(403, registry().send("DELETE", "/v2/gc/fixed/manifests/" + digest(first), NONE));
        assertThat(registry().get("/v2/gc/fixed/manifests/latest").body()).isEqualTo(first);
        assertThat(registry().get("/v2/gc/fixed/manifests/v1").body()).isEqualTo(first);
        expect(201, put("gc/fixed", "latest", second));
        expect(202, registry().send("DELETE", "/v2/gc/fixed/manifests/latest", NONE));
    }

    @Test
    void quotaCountsWhatManifestsNeedAndADeletionMakesRoom() {
        policy("gc/quota", "{\"quota\":1500}");
        byte[] first = Images.image(registry(), "gc/quota", "first" + "x".repeat(400));
        expect(201, put("gc/quota", "v1", first));
        byte[] second = Images.image(registry(), "gc/quota", "second" + "x".repeat(400));
        HttpResponse<byte[]> refused = put("gc/quota", "v2", second);
        expect(403, refused);
        assertThat(text(refused)).contains("DENIED", "1500 bytes");
        expect(404, registry().get("/v2/gc/quota/manifests/" + digest(second)));
        expect(202, registry().send("DELETE", "/v2/gc/quota/manifests/" + digest(first), NONE));
        expect(201, put("gc/quota", "v2", second));
        expect(202, registry().send("DELETE", "/v2/gc/quota/manifests/" + digest(second), NONE));
        expect(201, put("gc/quota", "v3", Images.image(registry(), "gc/quota", "third" + "x".repeat(400))));
        byte[] large = bytes("y".repeat(1501));
        for (int i = 0; i < 2; i++) {
            expect(403, registry().send("POST", "/v2/gc/quota/blobs/uploads/?digest=" + digest(large), large));
            assertThat(objects(digest(large))).isEmpty();
        }
        String elsewhere = registry().push("gc/elsewhere", large);
        expect(403, registry().send("POST", "/v2/gc/quota/blobs/uploads/?mount=" + elsewhere, NONE));
    }

    @Test
    void quotaAndRulesAgree() {
        policy("gc/both", "{\"quota\":1500,\"keepLast\":1,\"untaggedDays\":0}");
        for (int i = 0; i < 4; i++) {
            byte[] image = Images.image(registry(), "gc/both", "image" + i + "x".repeat(400));
            expect(201, put("gc/both", "v" + i, image));
        }
        assertThat(text(registry().get("/v2/gc/both/tags/list"))).endsWith("[\"v3\"]}");
    }

    @Test
    void policyThatCannotBeMeantIsRefused() {
        for (String body : List.of("{\"quota\":-1}", "{\"keepTags\":[\"x\"]}", "{\"keep\":1}", "{", "")) {
            expect(400, registry().send("PUT", "/v2/_davit/policies/gc/bad", bytes(body)));
        }
        expect(400, registry().send("PUT", "/v2/_davit/policies/a?b", bytes("{\"immutableTags\":[\"a b\"]}")));
        expect(404, registry().send("DELETE", "/v2/_davit/policies/gc/bad", NONE));
    }

    private void policy(String pattern, String body) {
        expect(204, registry().send("PUT", "/v2/_davit/policies/" + pattern, bytes(body)));
        assertThat(text(registry().get("/v2/_davit/policies"))).contains("\"" + pattern + "\"");
    }

    void collect() {
        expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
    }

    private int status(String method, String path) {
        return registry().send(method, path, NONE).statusCode();
    }

    private HttpResponse<byte[]> put(String repository, String reference, byte[] manifest) {
        return Images.put(registry(), repository, reference, manifest);
    }
}
