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
import java.util.List;
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

    @Test
    void sharedBlobIsLostToAllAndRepairedForAllByOne() throws Exception {
        byte[] shared = bytes("shared ".repeat(20_000));
        String blob = "/blobs/" + digest(shared);
        try (TestRegistry registry = TestRegistry.start(folder)) {
            for (String repository : List.of("one", "two")) {
                registry.push(repository, shared);
            }
            byte[] image =
                    Images.manifest(Images.descriptor("application/vnd.oci.image.config.v1+json", shared), "", "");
            expect(201, Images.put(registry, "two", "v1", image));
            byte[] wrong = shared.clone();
            wrong[5] ^= 4;
            Files.write(registry.objects(digest(shared)).getFirst(), wrong);
            assertThat(scrub(registry)).containsOnlyOnce("its bytes have the digest");
            for (String repository : List.of("one", "two")) {
                expect(404, registry.send("HEAD", "/v2/" + repository + blob, NONE));
                expect(404, registry.get("/v2/" + repository + blob));
            }
            expect(202, registry.send("POST", "/v2/three/blobs/uploads/?mount=" + digest(shared), NONE));
            registry.push("one", shared);
            for (String repository : List.of("one", "two")) {
                assertThat(registry.get("/v2/" + repository + blob).body()).isEqualTo(shared);
            }
            expect(404, registry.get("/v2/three" + blob));
            assertThat(scrub(registry)).contains("\"damaged\":[]");
        }
    }

    @Test
    void blobThatCannotBeReadKeepsNoOtherFromBeingLookedAt() throws Exception {
        byte[] unreadable = bytes("unreadable ".repeat(20_000));
        byte[] flipped = bytes("flipped ".repeat(20_000));
        try (TestRegistry registry = TestRegistry.start(folder)) {
            registry.push("read", unreadable);
            registry.push("read", flipped);
            Path file = registry.objects(digest(unreadable)).getFirst();
            Files.delete(file);
            Files.createDirectory(file); // opens, and fails at the first byte
            Files.write(registry.objects(digest(flipped)).getFirst(), bytes("x"));
            assertThat(scrub(registry))
                    .contains("\"blobs\":2", "it cannot be read", "it has 1 bytes instead of")
                    .doesNotContain("\"problem\":\"java");
            assertThat(file).isDirectory();
        }
    }

    // They are handed out from memory, and read from the disk once.
    @Test
    void smallBlobsAndManifestsThatAreDamagedAreNeitherHandedOutNorPromised() throws Exception {
        byte[] image;
        byte[] layer = bytes("layer of small");
        try (TestRegistry registry = TestRegistry.start(folder)) {
            image = Images.image(registry, "small", "small");
            expect(201, Images.put(registry, "small", "v1", image));
            for (byte[] content : new byte[][] {image, layer}) {
                byte[] wrong = content.clone();
                wrong[5] ^= 4;
                Files.write(registry.objects(digest(content)).getFirst(), wrong);
            }
        }
        try (TestRegistry registry = TestRegistry.start(folder)) {
            for (String path : List.of("/v2/small/manifests/v1", "/v2/small/blobs/" + digest(layer))) {
                expect(404, registry.get(path));
                expect(404, registry.send("HEAD", path, NONE));
            }
            registry.push("small", layer);
            expect(201, Images.put(registry, "small", "v1", image));
            assertThat(registry.get("/v2/small/manifests/v1").body()).isEqualTo(image);
            assertThat(registry.get("/v2/small/blobs/" + digest(layer)).body()).isEqualTo(layer);
            assertThat(scrub(registry)).contains("\"damaged\":[]");
        }
    }

    @Test
    void whatMemoryHasIsPromisedNoMoreOnceTheDiskIsKnownToBeDamaged() throws Exception {
        byte[] layer = bytes("layer of memory");
        try (TestRegistry registry = TestRegistry.start(folder)) {
            byte[] image = Images.image(registry, "memory", "memory");
            expect(201, Images.put(registry, "memory", "v1", image));
            List<String> paths = List.of("/v2/memory/manifests/v1", "/v2/memory/blobs/" + digest(layer));
            for (String path : paths) {
                expect(200, registry.get(path));
            }
            for (byte[] content : new byte[][] {image, layer}) {
                Files.write(registry.objects(digest(content)).getFirst(), bytes("x"));
            }
            assertThat(scrub(registry)).contains(digest(image), digest(layer));
            for (String path : paths) {
                expect(404, registry.send("HEAD", path, NONE));
            }
            registry.push("memory", layer);
            expect(201, Images.put(registry, "memory", "v1", image));
            for (String path : paths) {
                expect(200, registry.get(path));
            }
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
