package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Waits for what happens when nobody asks. */
final class Until {

    private Until() {}

    static void holds(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            try {
                Thread.sleep(20);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** A blob is held of an upstream, which it is a little after a client has all of it. */
    static void held(TestRegistry registry, String repository, String digest) {
        holds("the blob is held", () -> isHeld(registry, repository, digest));
    }

    static boolean isHeld(TestRegistry registry, String repository, String digest) {
        return registry.bean(JdbcClient.class)
                        .sql("select count(*) from repository_blobs l join repositories r on r.id = l.repository_id"
                                + " join blobs b on b.id = l.blob_id where l.used_at is not null"
                                + " and r.name = :name and b.digest = :digest")
                        .param("name", repository)
                        .param("digest", digest)
                        .query(Integer.class)
                        .single()
                > 0;
    }
}
