package dev.davit.storage.image;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresImageStoreIT extends ImageStoreSuite {

    private static EmbeddedPostgres postgres;
    private static int databases;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @Override
    List<String> database() throws IOException {
        String name = "storage" + databases++;
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            throw new IOException("cannot make a database", failure);
        }
        return List.of(
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", name),
                "--spring.datasource.username=postgres");
    }

    @Override
    String product() {
        return "PostgreSQL";
    }
}
