package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubTests {

    @TempDir
    private Path folder;

    @Test
    void damagedBlobsAreQuarantinedAndRepairedByPushingThemAgain() throws Exception {
        byte[] flipped = bytes("flipped ".repeat(20_000));
        byte[] truncated = bytes("truncated ".repeat(20_000));
        byte[] lost = bytes("lost ".repeat(20_000));
        byte[] sound = bytes("sound ".repeat(20_000));
        try (TestRegistry registry = TestRegistry.start(folder)) {
            expect(404, registry.get("/v2/_davit/scrub"));
            for (byte[] content : new byte[][] {flipped, truncated, lost, sound}) {
                registry.push("scrubbed", content);
            }
            damage(registry, flipped, truncated, lost);
            String report = scrub(registry);
            assertThat(report)
                    .contains("\"blobs\":4", digest(flipped), digest(truncated), digest(lost))
                    .contains("its bytes have the digest", "it has 100 bytes instead of", "its bytes are gone")
                    .doesNotContain(digest(sound));
            assertThat(registry.blobs().resolve("quarantine").toFile().list()).hasSize(2);
            for (byte[] content : new byte[][] {flipped, truncated, lost}) {
                String blob = "/v2/scrubbed/blobs/" + digest(content);
                expect(404, registry.send("HEAD", blob, NONE));
                registry.push("scrubbed", content);
                assertThat(registry.get(blob).body()).isEqualTo(content);
            }
            assertThat(registry.get("/v2/scrubbed/blobs/" + digest(sound)).body())
                    .isEqualTo(sound);
            assertThat(scrub(registry)).contains("\"damaged\":[]");
        }
    }

    private static void damage(TestRegistry registry, byte[] flipped, byte[] truncated, byte[] lost)
            throws IOException {
        byte[] wrong = flipped.clone();
        wrong[70_000] ^= 1;
        Files.write(registry.objects(digest(flipped)).getFirst(), wrong);
        Files.write(registry.objects(digest(truncated)).getFirst(), new byte[100]);
        Files.delete(registry.objects(digest(lost)).getFirst());
    }

    private static String scrub(TestRegistry registry) throws InterruptedException {
        expect(202, registry.send("POST", "/v2/_davit/scrub", NONE));
        String report = "";
        for (int i = 0; i < 200 && !report.contains("endedAt"); i++) {
            Thread.sleep(Duration.ofMillis(20));
            report = text(registry.get("/v2/_davit/scrub"));
        }
        return report;
    }
}
