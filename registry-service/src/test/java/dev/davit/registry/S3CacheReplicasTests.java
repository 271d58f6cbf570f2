package dev.davit.registry;

import dev.davit.registry.s3.TestBucket;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3CacheReplicasTests extends CacheReplicasSuite {

    @TempDir
    static Path folder;

    private static TestBucket bucket;
    private static FakeUpstream upstream;
    private static ReplicasSuite.Replicas replicas;

    @BeforeAll
    static void start() throws IOException {
        bucket = new TestBucket(folder);
        upstream = new FakeUpstream();
        replicas = new ReplicasSuite.Replicas(folder, settings(upstream, bucket.settings("", bucket.endpoint())));
    }

    @AfterAll
    static void stop() throws IOException {
        replicas.close();
        upstream.close();
        bucket.close();
    }

    @Override
    ReplicasSuite.Replicas replicas() {
        return replicas;
    }

    @Override
    FakeUpstream upstream() {
        return upstream;
    }
}
