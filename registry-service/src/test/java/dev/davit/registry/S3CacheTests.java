package dev.davit.registry;

import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.s3.TestBucket;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CacheTests extends CacheSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static Cut cut;
    private static FakeUpstream upstream;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        bucket = new TestBucket(folder);
        upstream = new FakeUpstream();
        cut = new Cut(bucket.endpoint());
        List<String> store = new ArrayList<>(bucket.settings("cache/", cut.endpoint()));
        store.add("davit.registry.cache=0B");
        registry = TestRegistry.start(folder, settings(upstream, store.toArray(String[]::new)));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        upstream.close();
        cut.close();
        bucket.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }

    @Override
    FakeUpstream upstream() {
        return upstream;
    }

    @Override
    List<?> objects(String digest) {
        return bucket.objects("cache/", digest);
    }

    @Test
    void bucketThatIsDownIsA503ForWhatIsHeldAndNothingElse() {
        byte[] held = bytes("a layer that is held");
        byte[] missed = ReplicasSuite.random(7, 90_000);
        byte[] manifest = upstream.image("away", "v1", held);
        upstream.blob("away", missed);
        String blobs = "/v2/fake.test/away/blobs/";
        expect(200, registry.get(blobs + digest(held)));
        Until.held(registry, "fake.test/away", digest(held));
        cut.after(0);
        try {
            for (String path : List.of(blobs + digest(held), "/v2/fake.test/away/manifests/v1")) {
                HttpResponse<byte[]> answer = registry.get(path);
                expect(503, answer);
                assertThat(header(answer, "Retry-After")).isEqualTo("5");
            }
            // on its way it is not in need of the bucket
            assertThat(registry.get(blobs + digest(missed)).body()).isEqualTo(missed);
        } finally {
            cut.mend();
        }
        assertThat(registry.get(blobs + digest(held)).body()).isEqualTo(held);
        assertThat(registry.get("/v2/fake.test/away/manifests/v1").body()).isEqualTo(manifest);
    }
}
