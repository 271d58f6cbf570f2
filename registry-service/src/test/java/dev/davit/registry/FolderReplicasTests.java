package dev.davit.registry;

import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReplicasTests extends ReplicasSuite {

    @TempDir
    static Path folder;

    private static Replicas replicas;

    @BeforeAll
    static void start() throws IOException {
        replicas = new Replicas(
                folder,
                List.of("davit.registry.store.folder=" + folder.resolve("shared"), "davit.registry.replicas.lease=4s"));
    }

    @AfterAll
    static void stop() throws IOException {
        replicas.close();
    }

    @Override
    Replicas replicas() {
        return replicas;
    }

    // As after a pause of the whole process that was longer than its lease.
    @Test
    void writerThatLostItsUploadWritesNoMore() throws Exception {
        byte[] content = random(7, 1_000_000);
        SlowBody body = new SlowBody(content);
        String location = replicas.first().begin("lost/layer");
        String id = location.substring(location.lastIndexOf('/') + 1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<byte[]>> answer = executor.submit(() -> stream(0, location, body));
            body.awaitHalf();
            awaitHeld(location);
            replicas.first()
                    .update(
                            "update uploads set holder = 'another', epoch = epoch + 1,"
                                    + " held_until = current_timestamp + interval '60' second where id = :id",
                            Map.of("id", id));
            Thread.sleep(5000);
            Path staged = folder.resolve("shared/staged").resolve(id);
            long before = staged.toFile().length();
            body.letGo();
            expect(416, answer.get());
            assertThat(staged).hasSize(before);
        } finally {
            body.letGo();
        }
        replicas.first().update("update uploads set held_until = null where id = :id", Map.of("id", id));
        expect(204, replicas.first().get(location));
        expect(400, replicas.first().send("PUT", location + "?digest=" + digest(content), new byte[0]));
    }
}
