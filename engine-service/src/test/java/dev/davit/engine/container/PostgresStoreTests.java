package dev.davit.engine.container;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(classes = StoreApplication.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class PostgresStoreTests extends StoreContract {

    private static @Nullable EmbeddedPostgres postgres;

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) throws IOException {
        EmbeddedPostgres started = EmbeddedPostgres.start();
        postgres = started;
        properties.add("spring.datasource.url", () -> started.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }
}
