package dev.davit.registry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresInputTests extends InputSuite {

    @TempDir
    static Path folder;

    private static EmbeddedPostgres database;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        registry = Auth.start(
                folder,
                "basic",
                "spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                "spring.datasource.username=postgres");
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        database.close();
    }

    @Override
    TestRegistry registry() {
        return registry;
    }
}
