package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.hash;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.blob.BlobStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the API rests on the database; each database has to pass it. */
abstract class DistributionSuite {

    private static final byte[] NONE = new byte[0];

    abstract TestRegistry registry();

    /** The objects of a content in the store. */
    List<?> objects(String digest) {
        return registry().objects(digest);
    }

    @Test
    void manifestIsAnsweredAsPushedByTagAndDigest() {
        byte[] manifest = Images.image(registry(), "m/a", "plain", ",\"x\" :  1");
        HttpResponse<byte[]> put = put("m/a", "v1", manifest);
        assertThat(put.statusCode()).as(text(put)).isEqualTo(201);
        assertThat(header(put, "Docker-Content-Digest")).isEqualTo(digest(manifest));
        assertThat(header(put, "Location")).isEqualTo("/v2/m/a/manifests/" + digest(manifest));
        for (String reference : List.of("v1", digest(manifest))) {
            HttpResponse<byte[]> got = registry().get("/v2/m/a/manifests/" + reference);
            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo(manifest);
            assertThat(header(got, "Content-Type")).isEqualTo(Images.MANIFEST);
            assertThat(header(got, "Docker-Content-Digest")).isEqualTo(digest(manifest));
            HttpResponse<byte[]> head = registry().send("HEAD", "/v2/m/a/manifests/" + reference, NONE);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(manifest.length));
            assertThat(header(head, "Docker-Content-Digest")).isEqualTo(digest(manifest));
        }
    }

    @Test
    void manifestThatClientHoldsIsAnswered304() {
        byte[] manifest = Images.image(registry(), "m/a", "etag");
        put("m/a", "etag", manifest);
        assertThat(registry()
                        .get("/v2/m/a/manifests/etag", "If-None-Match", "\"" + digest(manifest) + "\"")
                        .statusCode())
                .isEqualTo(304);
        assertThat(registry()
                        .get("/v2/m/a/manifests/etag", "If-None-Match", "\"" + digest(NONE) + "\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tagMovesToTheManifestPushedLast() {
        byte[] first = Images.image(registry(), "m/a", "first");
        byte[] second = Images.image(registry(), "m/a", "second");
        put("m/a", "moving", first);
        put("m/a", "moving", second);
        assertThat(registry().get("/v2/m/a/manifests/moving").body()).isEqualTo(second);
        assertThat(registry().get("/v2/m/a/manifests/" + digest(first)).body()).isEqualTo(first);
    }

    @Test
    void pushByDigestWithTagsMakesAll() {
        byte[] manifest = Images.image(registry(), "m/tags", "tagged");
        HttpResponse<byte[]> put = put("m/tags", digest(manifest) + "?tag=1.2&tag=1&tag=latest", manifest);
        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(header(put, "OCI-Tag")).isEqualTo("1.2, 1, latest");
        assertThat(text(registry().get("/v2/m/tags/tags/list")))
                .isEqualTo("{\"name\":\"m/tags\",\"tags\":[\"1\",\"1.2\",\"latest\"]}");
        assertThat(put("m/tags", digest(manifest) + "?tag=good&tag=../bad", manifest)
                        .statusCode())
                .isEqualTo(400);
        assertThat(registry().get("/v2/m/tags/manifests/good").statusCode()).isEqualTo(404);
        String many = IntStream.range(0, 101).mapToObj(i -> "tag=t" + i).collect(Collectors.joining("&"));
        assertThat(put("m/tags", digest(manifest) + "?" + many, manifest).statusCode())
                .isEqualTo(414);
    }

    @Test
    void pushByWrongDigestIsRefused() {
        byte[] manifest = Images.image(registry(), "m/a", "wrong");
        HttpResponse<byte[]> answer = put("m/a", digest(bytes("other")), manifest);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("DIGEST_INVALID");
    }

    @Test
    void pushBySha512IsFoundBySha512() {
        byte[] manifest = Images.image(registry(), "m/a", "long");
        String digest = "sha512:" + hash("SHA-512", manifest);
        assertThat(put("m/a", digest + "?tag=long", manifest).statusCode()).isEqualTo(201);
        assertThat(registry().get("/v2/m/a/manifests/" + digest).body()).isEqualTo(manifest);
        assertThat(header(registry().get("/v2/m/a/manifests/long"), "Docker-Content-Digest"))
                .isEqualTo(digest);
    }

    @Test
    void manifestWithoutItsBlobsIsRefusedWithEachOfThem() {
        byte[] manifest = Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", bytes("absent 1")),
                Images.descriptor("application/vnd.oci.image.layer.v1.tar", bytes("absent 2")),
                "");
        HttpResponse<byte[]> answer = put("m/missing", "v1", manifest);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer))
                .contains("MANIFEST_BLOB_UNKNOWN", digest(bytes("absent 1")), digest(bytes("absent 2")));
        assertThat(registry().get("/v2/m/missing/manifests/v1").statusCode()).isEqualTo(404);
    }

    @Test
    void manifestWithBlobsOfAnotherRepositoryIsRefused() {
        byte[] manifest = Images.image(registry(), "m/has", "theirs");
        assertThat(put("m/hasnot", "v1", manifest).statusCode()).isEqualTo(404);
    }

    @Test
    void foreignLayersNeedNotBeThere() {
        byte[] config = bytes("{\"foreign\":1}");
        registry().push("m/a", config);
        byte[] manifest = Images.manifest(
                Images.descriptor("application/vnd.oci.image.config.v1+json", config),
                "{\"mediaType\":\"application/vnd.oci.image.layer.nondistributable.v1.tar\",\"size\":5,\"digest\":\""
                        + digest(bytes("absent")) + "\",\"urls\":[\"http://127.0.0.1:1/x\"]}",
                "");
        assertThat(put("m/a", "foreign", manifest).statusCode()).isEqualTo(201);
    }

    @Test
    void indexNeedsItsManifests() {
        byte[] child = Images.image(registry(), "m/index", "child");
        byte[] index = Images.index(Images.descriptor(Images.MANIFEST, child), "");
        assertThat(put("m/index", "all", index).statusCode()).isEqualTo(404);
        put("m/index", digest(child), child);
        assertThat(put("m/index", "all", index).statusCode()).isEqualTo(201);
        assertThat(header(registry().get("/v2/m/index/manifests/all"), "Content-Type"))
                .isEqualTo(Images.INDEX);
    }

    @Test
    void deleteOfTagKeepsTheManifest() {
        byte[] manifest = Images.image(registry(), "m/del", "untagged");
        put("m/del", "one", manifest);
        put("m/del", "two", manifest);
        assertThat(delete("/v2/m/del/manifests/one")).isEqualTo(202);
        assertThat(delete("/v2/m/del/manifests/one")).isEqualTo(404);
        assertThat(registry().get("/v2/m/del/manifests/one").statusCode()).isEqualTo(404);
        assertThat(registry().get("/v2/m/del/manifests/two").statusCode()).isEqualTo(200);
    }

    @Test
    void deleteOfManifestTakesItsTags() {
        byte[] manifest = Images.image(registry(), "m/del", "gone");
        put("m/del", "gone1", manifest);
        put("m/del", "gone2", manifest);
        assertThat(delete("/v2/m/del/manifests/" + digest(manifest))).isEqualTo(202);
        for (String reference : List.of("gone1", "gone2", digest(manifest))) {
            assertThat(registry().get("/v2/m/del/manifests/" + reference).statusCode())
                    .isEqualTo(404);
        }
        assertThat(put("m/del", "gone1", manifest).statusCode()).isEqualTo(201);
    }

    @Test
    void whatIsReferredToIsNotDeleted() {
        byte[] child = Images.image(registry(), "m/keep", "needed");
        put("m/keep", digest(child), child);
        byte[] index = Images.index(Images.descriptor(Images.MANIFEST, child), "");
        put("m/keep", "index", index);
        assertThat(delete("/v2/m/keep/blobs/" + digest(bytes("layer of needed"))))
                .isEqualTo(405);
        assertThat(delete("/v2/m/keep/manifests/" + digest(child))).isEqualTo(405);
        assertThat(delete("/v2/m/keep/manifests/" + digest(index))).isEqualTo(202);
        assertThat(delete("/v2/m/keep/manifests/" + digest(child))).isEqualTo(202);
        assertThat(delete("/v2/m/keep/blobs/" + digest(bytes("layer of needed"))))
                .isEqualTo(202);
    }

    @Test
    void tagsArePagedInByteOrder() {
        byte[] manifest = Images.image(registry(), "m/pages", "paged");
        for (String tag : List.of("b", "B", "a", "_x", "a-1", "10", "9")) {
            put("m/pages", tag, manifest);
        }
        List<String> all = new ArrayList<>();
        String next = "/v2/m/pages/tags/list?n=2";
        while (!next.isEmpty()) {
            HttpResponse<byte[]> answer = registry().get(next);
            all.add(text(answer).replaceAll(".*\\[|\\].*", ""));
            next = header(answer, "Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        }
        assertThat(all).containsExactly("\"10\",\"9\"", "\"B\",\"_x\"", "\"a\",\"a-1\"", "\"b\"");
        assertThat(text(registry().get("/v2/m/pages/tags/list?last=a"))).contains("[\"a-1\",\"b\"]");
        HttpResponse<byte[]> none = registry().get("/v2/m/pages/tags/list?n=0");
        assertThat(text(none)).contains("\"tags\":[]");
        assertThat(header(none, "Link")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "1e3", ""})
    void pageSizeThatIsNoneIsRefused(String n) {
        assertThat(registry().get("/v2/_catalog?n=" + n).statusCode()).isEqualTo(400);
    }

    @Test
    void catalogIsPaged() {
        registry().push("zz/one", bytes("catalog"));
        registry().push("zz/two", bytes("catalog"));
        HttpResponse<byte[]> answer = registry().get("/v2/_catalog?n=1&last=zz");
        assertThat(text(answer)).isEqualTo("{\"repositories\":[\"zz/one\"]}");
        assertThat(header(answer, "Link")).isEqualTo("</v2/_catalog?n=1&last=zz%2Fone>; rel=\"next\"");
        assertThat(text(registry().get("/v2/_catalog?n=2147483648&last=zz")))
                .isEqualTo("{\"repositories\":[\"zz/one\",\"zz/two\"]}");
    }

    @Test
    void tagsOfUnknownRepositoryAre404() {
        HttpResponse<byte[]> answer = registry().get("/v2/no/such/tags/list");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(text(answer)).contains("NAME_UNKNOWN");
    }

    @Test
    void referrersListWhatNamesTheSubject() {
        byte[] subject = Images.image(registry(), "m/ref", "subject");
        String named = ",\"subject\":" + Images.descriptor(Images.MANIFEST, subject);
        byte[] sbom = Images.image(
                registry(), "m/ref", "sbom", named + ",\"artifactType\":\"x/sbom\",\"annotations\":{\"k\":\"v\"}");
        byte[] plain = Images.image(registry(), "m/ref", "plain", named);
        HttpResponse<byte[]> put = put("m/ref", digest(sbom), sbom);
        assertThat(header(put, "OCI-Subject")).isEqualTo(digest(subject));
        put("m/ref", digest(plain), plain);
        put("m/ref", "subject", subject);
        HttpResponse<byte[]> all = registry().get("/v2/m/ref/referrers/" + digest(subject));
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(header(all, "Content-Type")).isEqualTo(Images.INDEX);
        assertThat(text(all))
                .contains(digest(sbom), digest(plain), "\"annotations\":{\"k\":\"v\"}")
                .contains("\"artifactType\":\"application/vnd.oci.image.config.v1+json\"");
        HttpResponse<byte[]> some = registry().get("/v2/m/ref/referrers/" + digest(subject) + "?artifactType=x/sbom");
        assertThat(header(some, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(text(some)).contains(digest(sbom)).doesNotContain(digest(plain));
        HttpResponse<byte[]> first = registry().get("/v2/m/ref/referrers/" + digest(subject) + "?n=1");
        assertThat(header(first, "Link")).contains("rel=\"next\"");
    }

    @Test
    void referrersOfNothingAreAnEmptyIndex() {
        HttpResponse<byte[]> answer = registry().get("/v2/no/such/referrers/" + digest(NONE));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).contains("\"manifests\":[]");
        assertThat(registry().get("/v2/no/such/referrers/sha256:0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void sameBlobFromManyClientsIsOneCopy() throws Exception {
        byte[] content = "many".repeat(50_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String digest = digest(content);
        List<Integer> answers = together(32, i -> {
            String repository = "race/r" + i % 4;
            String location = registry().begin(repository);
            registry().send("PATCH", location, content);
            return registry().send("PUT", location + "?digest=" + digest, NONE).statusCode();
        });
        assertThat(answers).hasSize(32).containsOnly(201);
        for (int i = 0; i < 4; i++) {
            assertThat(registry().get("/v2/race/r" + i + "/blobs/" + digest).body())
                    .isEqualTo(content);
        }
        assertThat(objects(digest)).hasSize(1);
        registry()
                .bean(BlobStore.class)
                .staged((name, since) -> assertThat(name).isEmpty());
    }

    @Test
    void oneOfTwoWritersOnASessionWins() throws Exception {
        byte[] half = "0123456789".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int round = 0; round < 10; round++) {
            String location = registry().begin("race/session");
            List<Integer> answers = together(
                    4,
                    i -> registry()
                            .send("PATCH", location, half, "Content-Range", "0-" + (half.length - 1))
                            .statusCode());
            assertThat(answers)
                    .containsOnlyOnce(202)
                    .filteredOn(status -> status == 416)
                    .hasSize(3);
            assertThat(registry()
                            .send("PUT", location + "?digest=" + digest(half), NONE)
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void tagPushedByManyAtOncePointsAtOneOfThem() throws Exception {
        List<byte[]> manifests = IntStream.range(0, 8)
                .mapToObj(i -> Images.image(registry(), "race/tag", "racer " + i))
                .toList();
        List<Integer> answers = together(
                16, i -> put("race/tag", "latest", manifests.get(i % 8)).statusCode());
        assertThat(answers).containsOnly(201);
        assertThat(manifests)
                .contains(registry().get("/v2/race/tag/manifests/latest").body());
    }

    @Test
    void deleteAndPushOfTheSameImageNeverLeaveAManifestWithoutItsBlob() throws Exception {
        byte[] manifest = Images.image(registry(), "race/del", "contested");
        String layer = digest(bytes("layer of contested"));
        for (int round = 0; round < 20; round++) {
            together(
                    4,
                    i -> i % 2 == 0
                            ? put("race/del", "latest", manifest).statusCode()
                            : delete("/v2/race/del/blobs/" + layer));
            boolean tagged = registry().get("/v2/race/del/manifests/latest").statusCode() == 200;
            boolean whole = registry().get("/v2/race/del/blobs/" + layer).statusCode() == 200;
            assertThat(!tagged || whole).isTrue();
            delete("/v2/race/del/manifests/" + digest(manifest));
            registry().push("race/del", bytes("layer of contested"));
        }
    }

    private HttpResponse<byte[]> put(String repository, String reference, byte[] manifest) {
        return Images.put(registry(), repository, reference, manifest);
    }

    private int delete(String path) {
        return registry().send("DELETE", path, NONE).statusCode();
    }

    private static <T> List<T> together(int threads, Work<T> work) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                all.add(() -> work.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(all)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private interface Work<T> {
        T run(int number);
    }
}
