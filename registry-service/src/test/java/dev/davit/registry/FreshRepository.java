package dev.davit.registry;

import static dev.davit.registry.TestRegistry.digest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry that looks at tags each time, its upstream, and for each test a repository there with a blob. */
abstract class FreshRepository {

    static final int HALF = 200_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir
    static Path folder;

    static FakeUpstream upstream;
    static TestRegistry registry;

    final byte[] layer = new byte[2 * HALF];
    String repository = "";
    String path = "";
    String local = "";
    String manifests = "";

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        registry = TestRegistry.start(folder, upstream.settings("freshness=0s"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        upstream.close();
    }

    @BeforeEach
    void prepare() {
        int number = NUMBER.getAndIncrement();
        new Random(number).nextBytes(layer);
        repository = "app" + number;
        path = upstream.blob(repository, layer);
        local = "/v2/fake.test/" + repository + "/blobs/" + digest(layer);
        manifests = "/v2/fake.test/" + repository + "/manifests/";
    }

    @AfterEach
    void heal() {
        upstream.heal();
        upstream.requests().clear();
    }
}
