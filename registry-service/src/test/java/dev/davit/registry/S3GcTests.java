package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3GcTests extends GcSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        bucket = new TestBucket(folder);
        List<String> settings = new ArrayList<>(bucket.settings("gc/", bucket.endpoint()));
        settings.addAll(List.of(SETTINGS));
        registry = TestRegistry.start(folder, settings.toArray(String[]::new));
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
        return bucket.objects("gc/", digest);
    }
}
