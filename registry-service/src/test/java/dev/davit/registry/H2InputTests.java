package dev.davit.registry;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2InputTests extends InputSuite {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        registry = Auth.start(folder, "basic");
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
