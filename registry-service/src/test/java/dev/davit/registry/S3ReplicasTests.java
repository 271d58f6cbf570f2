package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3ReplicasTests extends ReplicasSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static Replicas replicas;

    @BeforeAll
    static void start() throws IOException {
        bucket = new TestBucket(folder);
        replicas = new Replicas(folder, bucket.settings("", bucket.endpoint()));
    }

    @AfterAll
    static void stop() throws IOException {
        replicas.close();
        bucket.close();
    }

    @Override
    Replicas replicas() {
        return replicas;
    }
}
