package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that do not fit into what the kernel keeps for a connection. */
class LargeBlobTests {

    private static final byte[] CONTENT = new byte[8 * 1024 * 1024];

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        new Random(11).nextBytes(CONTENT);
        registry = TestRegistry.start(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void connectionServesTheNextRequestAfterThem() throws Exception {
        String blob = "/v2/large/blobs/" + registry.push("large", CONTENT);
        try (RawClient client = new RawClient(registry)) {
            client.send(blob);
            assertThat(client.answer()).isEqualTo(CONTENT);
            client.send("/v2/");
            assertThat(client.answer()).isEqualTo(TestRegistry.bytes("{}"));
        }
    }

    @Test
    @Timeout(60)
    void clientsThatDoNotReadKeepNobodyFromReading() throws Exception {
        String blob = "/v2/large/blobs/" + registry.push("large", CONTENT);
        List<RawClient> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                RawClient client = new RawClient(registry);
                client.send(blob);
                idle.add(client);
            }
            assertThat(registry.get(blob).body()).isEqualTo(CONTENT);
            for (RawClient late : idle) {
                assertThat(late.answer()).isEqualTo(CONTENT);
            }
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void fileThatEndsEarlyEndsTheConnection() throws Exception {
        byte[] content = CONTENT.clone();
        content[0]++;
        String digest = registry.push("cut", content);
        try (RawClient client = new RawClient(registry);
                RandomAccessFile object =
                        new RandomAccessFile(registry.objects(digest).getFirst().toFile(), "rw")) {
            client.send("/v2/cut/blobs/" + digest);
            assertThat(client.head()).isEqualTo(CONTENT.length);
            object.setLength(6 * 1024 * 1024);
            assertThat(client.rest()).isEqualTo(Arrays.copyOf(content, 6 * 1024 * 1024));
        }
    }

    @Test
    void clientThatLeavesInTheMiddleHindersNobody() throws Exception {
        String blob = "/v2/large/blobs/" + registry.push("large", CONTENT);
        for (int i = 0; i < 20; i++) {
            try (RawClient client = new RawClient(registry)) {
                client.send(blob);
                client.head();
            }
        }
        assertThat(registry.get(blob).body()).isEqualTo(CONTENT);
    }
}
