package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2GcTests extends GcSuite {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder, SETTINGS);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }

    @Test
    void objectsWithoutABlobGoWhenTheyAreOld() throws IOException {
        Path folder = Files.createDirectories(registry().blobs().resolve("sha256/00"));
        Path old = Files.write(folder.resolve("00ff.old"), bytes("left by a kill"));
        Path young = Files.write(folder.resolve("00ff.young"), bytes("about to become a blob"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
        collect();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        Files.delete(young);
    }
}
