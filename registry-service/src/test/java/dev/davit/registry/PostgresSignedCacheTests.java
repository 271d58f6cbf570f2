package dev.davit.registry;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class PostgresSignedCacheTests extends SignedCacheSuite {

    @TempDir
    static Path folder;

    private static EmbeddedPostgres database;
    private static FakeUpstream upstream;
    private static TestRegistry registry;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        database = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "off")
                .start();
        registry = TestRegistry.start(
                folder,
                Stream.concat(
                                Stream.of(upstream.settings("timeout=5s")),
                                Stream.of(
                                        "spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                                        "spring.datasource.username=postgres"))
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        upstream.close();
        database.close();
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
