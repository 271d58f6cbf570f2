package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3DistributionTests extends DistributionSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        bucket = new TestBucket(folder);
        registry = TestRegistry.start(
                folder, bucket.settings("", bucket.endpoint()).toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        registry.close();
        bucket.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }

    @Override
    List<?> objects(String digest) {
        return bucket.objects("", digest);
    }
}
