package dev.davit.registry;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2ReviewTests extends ReviewSuite {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }
}
