package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.cache.Abandoned;
import dev.davit.registry.lookup.Lookups;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A cache with room for two large blobs and a half, and garbage collection without a delay; on each database. */
abstract class CacheSuite {

    private static final int LARGE = 100_000;

    abstract TestRegistry registry();

    abstract FakeUpstream upstream();

    /** The objects of a content in the store. */
    List<?> objects(String digest) {
        return registry().objects(digest);
    }

    static String[] settings(FakeUpstream upstream, String... more) {
        return Stream.of(
                        Stream.of(GcSuite.SETTINGS),
                        Stream.of(upstream.settings("limit=250KB", "freshness=0s")),
                        Stream.of(more))
                .flatMap(settings -> settings)
                .toArray(String[]::new);
    }

    @AfterEach
    void heal() {
        upstream().heal();
    }

    private byte[] blob(String repository, int seed) {
        byte[] content = new byte[LARGE];
        new Random(seed).nextBytes(content);
        upstream().blob(repository, content);
        return content;
    }

    private byte[] get(String repository, byte[] content) {
        return registry()
                .get("/v2/fake.test/" + repository + "/blobs/" + digest(content))
                .body();
    }

    /** Has it, and returns when it is held. */
    private void fetch(String repository, byte[] content) {
        assertThat(get(repository, content)).isEqualTo(content);
        Until.holds("the blob is held", () -> isHeld(repository, content));
    }

    private boolean isHeld(String repository, byte[] content) {
        return Until.isHeld(registry(), "fake.test/" + repository, digest(content));
    }

    private long fetches(String repository, byte[] content) {
        return upstream().count("GET", "/v2/" + repository + "/blobs/" + digest(content));
    }

    private void collect() {
        expect(200, registry().send("POST", "/v2/_davit/gc", NONE));
    }

    @Test
    void whatWasNotUsedForTheLongestTimeIsEvictedAndCollected() {
        byte[] first = blob("lru", 1);
        byte[] second = blob("lru", 2);
        byte[] third = blob("lru", 3);
        fetch("lru", first);
        fetch("lru", second);
        assertThat(get("lru", first)).isEqualTo(first); // now the second is the oldest
        Until.holds("a pull is not written down at once", () -> {
            String before = usedAt(first);
            return get("lru", first).length == LARGE && usedAt(first).equals(before);
        });
        fetch("lru", third);
        Until.holds("the second is evicted", () -> !isHeld("lru", second));
        assertThat(isHeld("lru", first)).isTrue();
        collect();
        assertThat(objects(digest(second))).isEmpty();
        assertThat(get("lru", first)).isEqualTo(first);
        assertThat(get("lru", third)).isEqualTo(third);
        fetch("lru", second);
        assertThat(List.of(fetches("lru", first), fetches("lru", second), fetches("lru", third)))
                .containsExactly(1L, 2L, 1L);
    }

    private boolean isHeldManifest(String repository, byte[] manifest) {
        return registry()
                        .bean(JdbcClient.class)
                        .sql("select count(*) from manifests m join repositories r on r.id = m.repository_id"
                                + " where r.name = :name and m.digest = :digest")
                        .param("name", "fake.test/" + repository)
                        .param("digest", digest(manifest))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private String usedAt(byte[] content) {
        return registry()
                .bean(JdbcClient.class)
                .sql("select l.used_at from repository_blobs l join blobs b on b.id = l.blob_id"
                        + " where b.digest = :digest")
                .param("digest", digest(content))
                .query((row, number) -> String.valueOf(row.getString(1)))
                .single();
    }

    @Test
    void manifestsAreEvictedWithTheirTags() {
        byte[] manifest = upstream().image("old", "v1", bytes("small layer"));
        expect(200, registry().get("/v2/fake.test/old/manifests/v1"));
        for (int i = 10; i < 13; i++) {
            fetch("old", blob("old", i));
        }
        Until.holds("the manifest is evicted", () -> !isHeldManifest("old", manifest)); // a pull would keep it
        upstream().down();
        expect(502, registry().get("/v2/fake.test/old/manifests/" + digest(manifest)));
        assertThat(text(registry().get("/v2/fake.test/old/tags/list"))).contains("\"tags\":[]");
        upstream().heal();
        assertThat(registry().get("/v2/fake.test/old/manifests/v1").body()).isEqualTo(manifest);
    }

    @Test
    void collectionLeavesWhatIsHeldAlone() {
        byte[] layer = bytes("layer that is held");
        byte[] manifest = upstream().image("kept", "v1", layer);
        expect(200, registry().get("/v2/fake.test/kept/manifests/v1"));
        fetch("kept", layer);
        collect();
        collect();
        upstream().down();
        assertThat(registry().get("/v2/fake.test/kept/manifests/v1").body()).isEqualTo(manifest);
        assertThat(get("kept", layer)).isEqualTo(layer);
    }

    @Test
    void blobThatIsLargerThanTheLimitIsPassedOn() {
        byte[] kept = blob("large", 20);
        fetch("large", kept);
        byte[] large = new byte[3 * LARGE];
        new Random(21).nextBytes(large);
        upstream().blob("large", large);
        assertThat(get("large", large)).isEqualTo(large);
        assertThat(get("large", large)).isEqualTo(large);
        assertThat(isHeld("large", large)).isFalse();
        assertThat(get("large", kept)).isEqualTo(kept);
        assertThat(fetches("large", kept)).isEqualTo(1);
    }

    @Test
    void whatIsPushedIsNeitherCountedNorEvicted() {
        byte[] own = new byte[4 * LARGE];
        new Random(30).nextBytes(own);
        byte[] image = Images.manifest(Images.descriptor("application/vnd.oci.image.config.v1+json", own), "", "");
        registry().push("own", own);
        expect(201, Images.put(registry(), "own", "v1", image));
        for (int i = 31; i < 35; i++) {
            fetch("beside", blob("beside", i));
        }
        collect();
        assertThat(registry().get("/v2/own/blobs/" + digest(own)).body()).isEqualTo(own);
    }

    @Test
    void rulesLeaveWhatAHeldIndexLists() {
        byte[] child = upstream().image("ruled", "child", bytes("layer"));
        byte[] alone = upstream().image("ruled", "alone", bytes("other layer"));
        upstream().manifest("ruled", Images.index(Images.descriptor(Images.MANIFEST, child), ""), "all");
        for (String name : List.of("all", digest(child), digest(alone))) {
            expect(200, registry().get("/v2/fake.test/ruled/manifests/" + name));
        }
        expect(204, registry().send("PUT", "/v2/_davit/policies/fake.test/ruled", bytes("{\"untaggedDays\":0}")));
        collect();
        assertThat(isHeldManifest("ruled", child)).isTrue();
        assertThat(isHeldManifest("ruled", alone)).isFalse();
    }

    @Test
    void blobThatWasMountedOutlivesItsEviction() {
        byte[] mounted = blob("mounted", 50);
        fetch("mounted", mounted);
        String from = "?mount=" + digest(mounted) + "&from=fake.test/mounted";
        expect(201, registry().send("POST", "/v2/own/mounted/blobs/uploads/" + from, NONE));
        String config = Images.descriptor("application/vnd.oci.image.config.v1+json", mounted);
        expect(201, Images.put(registry(), "own/mounted", "v1", Images.manifest(config, "", "")));
        for (int i = 51; i < 54; i++) {
            fetch("mounted", blob("mounted", i));
        }
        Until.holds("it is evicted", () -> !isHeld("mounted", mounted));
        collect();
        assertThat(registry().get("/v2/own/mounted/blobs/" + digest(mounted)).body())
                .isEqualTo(mounted);
    }

    @Test
    void whatAnUpstreamThatIsSetNoMoreHasLeftGoesAWeekLater() {
        byte[] layer = bytes("layer that is left");
        byte[] manifest = upstream().image("left", "v1", layer);
        expect(200, registry().get("/v2/fake.test/left/manifests/v1"));
        fetch("left", layer);
        update("update repositories set name = 'gone.test/left' where name = 'fake.test/left'");
        Abandoned.forget(registry());
        collect();
        assertThat(registry().get("/v2/gone.test/left/manifests/v1").body()).isEqualTo(manifest);
        assertThat(registry().get("/v2/gone.test/left/blobs/" + digest(layer)).body())
                .isEqualTo(layer);
        for (String table : List.of("manifests", "repository_blobs")) {
            update("update " + table + " set used_at = timestamp with time zone '2026-01-01 00:00:00+00'"
                    + " where repository_id = (select id from repositories where name = 'gone.test/left')");
        }
        Abandoned.forget(registry());
        expect(404, registry().get("/v2/gone.test/left/manifests/v1"));
        expect(404, registry().get("/v2/gone.test/left/blobs/" + digest(layer)));
        collect();
        assertThat(objects(digest(layer))).isEmpty();
    }

    private void update(String sql) {
        registry()
                .bean(TransactionTemplate.class)
                .executeWithoutResult(status -> assertThat(
                                registry().bean(JdbcClient.class).sql(sql).update())
                        .isPositive());
        registry().bean(Lookups.class).changed();
    }

    @Test
    void pullsEvictionsAndCollectionsAtOnceGiveRightBytes() throws Exception {
        List<byte[]> blobs = new ArrayList<>();
        for (int i = 40; i < 45; i++) {
            blobs.add(blob("storm", i));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> collector = executor.submit(() -> {
                while (!over.get()) {
                    collect();
                }
            });
            List<Future<?>> pullers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int seed = i;
                pullers.add(executor.submit(() -> pull(blobs, new Random(seed))));
            }
            for (Future<?> puller : pullers) {
                puller.get();
            }
            over.set(true);
            collector.get();
        }
    }

    // A blob that is evicted and collected while it is read may be cut, or be gone: a client tries again then.
    private void pull(List<byte[]> blobs, Random random) {
        for (int i = 0; i < 15; i++) {
            byte[] content = blobs.get(random.nextInt(blobs.size()));
            Until.holds("the blob is read", () -> {
                try {
                    byte[] read = registry()
                            .get("/v2/fake.test/storm/blobs/" + digest(content))
                            .body();
                    return read.length == LARGE && digest(read).equals(digest(content));
                } catch (java.io.UncheckedIOException cut) {
                    return false;
                }
            });
        }
    }
}
