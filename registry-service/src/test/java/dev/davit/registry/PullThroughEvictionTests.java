package dev.davit.registry;

import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that is always full, with the usual review delay of the garbage collection. */
class PullThroughEvictionTests {

    private static final int BLOBS = 4;
    private static final int SIZE = 70_000;

    @TempDir
    private Path folder;

    @Test
    void pullNeverFailsForAnEviction() throws Exception {
        try (FakeUpstream upstream = new FakeUpstream();
                TestRegistry cache = TestRegistry.start(folder, upstream.settings("limit=100KB", "freshness=5m"))) {
            List<byte[]> blobs = new ArrayList<>();
            for (int i = 0; i < BLOBS; i++) {
                blobs.add(ReplicasSuite.random(i, SIZE));
                upstream.blob("app", blobs.getLast());
            }
            List<Future<?>> pullers = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    Random random = new Random(i);
                    pullers.add(executor.submit(() -> pull(cache, blobs, random)));
                }
            }
            for (Future<?> puller : pullers) {
                puller.get();
            }
            assertThat(upstream.requests().size()).isGreaterThan(2 * BLOBS); // they were evicted
        }
    }

    private static void pull(TestRegistry cache, List<byte[]> blobs, Random random) {
        for (int i = 0; i < 40; i++) {
            byte[] content = blobs.get(random.nextInt(blobs.size()));
            HttpResponse<byte[]> answer = cache.get("/v2/fake.test/app/blobs/" + digest(content));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(content);
        }
    }
}
