package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** As a bucket goes on without the registry, only its client is killed. */
class S3KillIT extends KillSuite {

    @TempDir
    private Path secret;

    private TestBucket bucket;

    @BeforeEach
    void start() {
        bucket = new TestBucket(secret);
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    @Override
    List<String> store() {
        return bucket.settings("kill/", bucket.endpoint());
    }

    @Override
    List<String> kept() {
        List<String> kept = new ArrayList<>(bucket.keys("kill/"));
        bucket.uploads("kill/").forEach(key -> kept.add("staged/" + key));
        return kept;
    }
}
