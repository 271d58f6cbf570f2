package dev.davit.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2SignedCacheTests extends SignedCacheSuite {

    @TempDir
    static Path folder;

    private static FakeUpstream upstream;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        registry = TestRegistry.start(folder, upstream.settings("timeout=5s"));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        upstream.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }

    @Override
    FakeUpstream upstream() {
        return upstream;
    }
}
