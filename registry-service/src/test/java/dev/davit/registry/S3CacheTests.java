package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3CacheTests extends CacheSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static FakeUpstream upstream;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        bucket = new TestBucket(folder);
        upstream = new FakeUpstream();
        registry = TestRegistry.start(
                folder,
                settings(upstream, bucket.settings("cache/", bucket.endpoint()).toArray(String[]::new)));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        upstream.close();
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
}
