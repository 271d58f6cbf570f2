package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What many do at once, with collections between; each database and store has to pass it. */
abstract class FireSuite {

    private static final int PUSHERS = 3;
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    /** Without a review delay. */
    abstract TestRegistry registry();

    @FunctionalInterface
    private interface Pusher {
        /** How many of its pushes were taken. */
        int push(int number);
    }

    private int underFire(int pause, Pusher pusher) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> collections = executor.submit(() -> {
                int runs = 0;
                while (!over.get()) {
                    expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
                    runs++;
                    Thread.sleep(pause);
                }
                return runs;
            });
            List<Future<Integer>> all = IntStream.range(0, PUSHERS)
                    .mapToObj(number -> executor.submit(() -> pusher.push(number)))
                    .toList();
            int taken = 0;
            for (Future<Integer> one : all) {
                taken += one.get();
            }
            over.set(true);
            assertThat(collections.get()).isPositive();
            return taken;
        } finally {
            over.set(true);
        }
    }

    @Test
    void imagesOfManyLayersArePushedUnderFire() throws Exception {
        assertThat(underFire(200, this::pushManyLayers)).isPositive();
    }

    private int pushManyLayers(int number) {
        int taken = 0;
        Random random = new Random(number);
        for (int round = 0; round < 6; round++) {
            List<byte[]> layers = new ArrayList<>(IntStream.range(0, 12)
                    .mapToObj(i -> bytes("one of many layers " + i))
                    .toList());
            Collections.shuffle(layers, random);
            layers.forEach(layer -> registry().push("fire/many", layer));
            List<String> descriptors = layers.stream()
                    .map(layer -> Images.descriptor(LAYER, layer))
                    .toList();
            byte[] image = Images.manifest(
                    descriptors.getFirst(),
                    String.join(",", descriptors),
                    ",\"annotations\":{\"of\":\"" + number + "/" + round + "\"}");
            if (took(Images.put(registry(), "fire/many", "t" + number, image))) {
                taken++;
                for (byte[] layer : layers) {
                    assertThat(registry()
                                    .get("/v2/fire/many/blobs/" + digest(layer))
                                    .body())
                            .isEqualTo(layer);
                }
                expect(202, registry().send("DELETE", "/v2/fire/many/manifests/" + digest(image), NONE));
            }
        }
        return taken;
    }

    // 404: a collection came between the blobs and the manifest; there is no review delay.
    private static boolean took(HttpResponse<byte[]> put) {
        assertThat(put.statusCode()).as(text(put)).isIn(201, 404);
        return put.statusCode() == 201;
    }

    @Test
    void indexesReferrersAndTheirTagsStayWholeUnderFireAndRules() throws Exception {
        expect(
                204,
                registry()
                        .send("PUT", "/v2/_davit/policies/fire/index*", bytes("{\"untaggedDays\":0,\"keepLast\":3}")));
        assertThat(underFire(30, this::pushIndex)).isPositive();
    }

    private int pushIndex(int number) {
        String repository = "fire/index" + number;
        int taken = 0;
        for (int round = 0; round < 12; round++) {
            String name = "child " + round % 2;
            byte[] child = Auth.manifestOf(name);
            byte[] index = Images.index(
                    Images.descriptor(Images.MANIFEST, child), ",\"annotations\":{\"round\":\"" + round + "\"}");
            byte[] signature = Images.manifest(
                    Images.descriptor("application/vnd.oci.image.config.v1+json", bytes(name)),
                    "",
                    ",\"subject\":" + Images.descriptor(Images.INDEX, index));
            registry().push(repository, bytes(name));
            if (!took(Images.put(registry(), repository, digest(child), child))
                    || !took(Images.put(registry(), repository, digest(index) + "?tag=a&tag=b&tag=c", index))) {
                continue;
            }
            boolean signed = took(Images.put(registry(), repository, digest(signature), signature));
            taken++;
            for (String tag : List.of("a", "b", "c", digest(index))) {
                assertThat(registry()
                                .get("/v2/" + repository + "/manifests/" + tag)
                                .body())
                        .isEqualTo(index);
            }
            assertWhole(repository, child, bytes(name));
            if (signed) {
                assertWhole(repository, signature, bytes(name));
                assertThat(text(registry().get("/v2/" + repository + "/referrers/" + digest(index))))
                        .contains(digest(signature));
            }
        }
        return taken;
    }

    private void assertWhole(String repository, byte[] manifest, byte[] blob) {
        assertThat(registry()
                        .get("/v2/" + repository + "/manifests/" + digest(manifest))
                        .body())
                .isEqualTo(manifest);
        assertThat(registry()
                        .get("/v2/" + repository + "/blobs/" + digest(blob))
                        .body())
                .isEqualTo(blob);
    }

    @Test
    void pushesThatTogetherExceedAQuotaAreTakenAsFarAsItGoes() throws Exception {
        expect(204, registry().send("PUT", "/v2/_davit/policies/quota/race", bytes("{\"quota\":10000}")));
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> pushes = IntStream.range(0, 8)
                    .mapToObj(i -> executor.submit(() -> pushLarge(i)))
                    .toList();
            for (Future<Integer> push : pushes) {
                statuses.add(push.get());
            }
        }
        String held = text(registry().get("/v2/_davit/repositories/quota/race"));
        assertThat(statuses).containsOnly(201, 403);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSizeBetween(1, 3);
        int needed =
                statuses.stream().mapToInt(status -> status == 201 ? 3000 : 0).sum();
        assertThat(needed).isLessThanOrEqualTo(10_000);
        assertThat(held)
                .contains("\"manifests\":"
                        + statuses.stream().filter(status -> status == 201).count() + ",");
    }

    /** An image of 3,000 bytes or a little more. */
    private int pushLarge(int number) {
        byte[] layer = bytes(String.valueOf(number).repeat(3000));
        HttpResponse<byte[]> blob =
                registry().send("POST", "/v2/quota/race/blobs/uploads/?digest=" + digest(layer), layer);
        if (blob.statusCode() != 201) {
            return blob.statusCode();
        }
        String descriptor = Images.descriptor(LAYER, layer);
        return Images.put(registry(), "quota/race", "t" + number, Images.manifest(descriptor, descriptor, ""))
                .statusCode();
    }

    @Test
    void indexesThatListEachOtherTwiceMakeNoWorkThatGrows() {
        expect(
                204,
                registry()
                        .send(
                                "PUT",
                                "/v2/_davit/policies/nested/index",
                                bytes("{\"untaggedDays\":0,\"quota\":1000000}")));
        byte[] left = Images.image(registry(), "nested/index", "left");
        byte[] right = Images.image(registry(), "nested/index", "right");
        for (int depth = 0; depth < 40; depth++) { // 2^40 ways from the top to the bottom
            for (byte[] manifest : List.of(left, right)) {
                expect(201, Images.put(registry(), "nested/index", digest(manifest) + "?tag=d" + depth, manifest));
            }
            String both = Images.descriptor(Images.INDEX, left) + "," + Images.descriptor(Images.INDEX, right);
            left = Images.index(both, ",\"annotations\":{\"side\":\"left " + depth + "\"}");
            right = Images.index(both, ",\"annotations\":{\"side\":\"right " + depth + "\"}");
        }
        expect(201, Images.put(registry(), "nested/index", "top", left));
        expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
        assertThat(text(registry().get("/v2/_davit/repositories/nested/index"))).contains("\"manifests\":81,");
        for (int depth = 0; depth < 40; depth++) {
            expect(202, registry().send("DELETE", "/v2/nested/index/manifests/d" + depth, NONE));
        }
        expect(202, registry().send("DELETE", "/v2/nested/index/manifests/top", NONE));
        expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
        assertThat(text(registry().get("/v2/_davit/repositories/nested/index"))).contains("\"manifests\":0,");
    }

    @Test
    void pagesOfTagsShowEachThatIsThereAllTheWhileOnce() throws Exception {
        byte[] image = Images.image(registry(), "paged/tags", "paged");
        List<String> there =
                IntStream.range(0, 40).mapToObj(i -> "k" + (100 + i)).toList();
        for (String tag : there) {
            expect(201, Images.put(registry(), "paged/tags", tag, image));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> pusher = executor.submit(() -> {
                int pushed = 0;
                for (; !over.get(); pushed++) {
                    for (String prefix : List.of("a", "k120a", "z")) {
                        String path = "/v2/paged/tags/manifests/" + prefix + pushed % 7;
                        expect(201, Images.put(registry(), "paged/tags", prefix + pushed % 7, image));
                        expect(202, registry().send("DELETE", path, NONE));
                    }
                }
                return pushed;
            });
            for (int round = 0; round < 10; round++) {
                List<String> seen = pages("/v2/paged/tags/tags/list?n=7");
                assertThat(seen).doesNotHaveDuplicates().isSorted().containsAll(there);
            }
            over.set(true);
            assertThat(pusher.get()).isPositive();
        } finally {
            over.set(true);
        }
    }

    private List<String> pages(String first) {
        List<String> seen = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            HttpResponse<byte[]> answer = registry().get(next);
            String tags = text(answer).replaceAll(".*\\[|\\].*|\"", "");
            seen.addAll(List.of(tags.split(",", -1)));
            next = header(answer, "Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
        }
        return seen;
    }
}
