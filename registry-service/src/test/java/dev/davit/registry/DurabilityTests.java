package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered is on the disk by then: the JVM tells what it has had synchronised. */
class DurabilityTests {

    @TempDir
    private Path folder;

    @FunctionalInterface
    private interface Work {
        void run();
    }

    /** The files that were synchronised meanwhile, in order. */
    private List<String> synchronised(Work work) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            Path dump = folder.resolve("recording.jfr");
            recording.dump(dump);
            return RecordingFile.readAllEvents(dump).stream()
                    .sorted(java.util.Comparator.comparing(RecordedEvent::getStartTime))
                    .map(event -> String.valueOf(event.getString("path")))
                    .toList();
        }
    }

    @Test
    void blobManifestTagAndDeletionAreOnTheDiskWhenTheyAreAnswered() throws IOException {
        byte[] content = bytes("content ".repeat(20_000));
        try (TestRegistry registry = TestRegistry.start(folder)) {
            String database = folder.resolve("state/registry/db.mv.db").toString();
            String location = registry.begin("kept");
            String session = location.substring(location.lastIndexOf('/') + 1);
            expect(202, registry.send("PATCH", location, content));
            List<String> blob = synchronised(
                    () -> expect(201, registry.send("PUT", location + "?digest=" + digest(content), NONE)));
            Path object = registry.objects(digest(content)).getFirst();
            assertThat(blob)
                    .containsSubsequence(
                            registry.blobs().resolve("staged").resolve(session).toString(),
                            String.valueOf(object.getParent()),
                            database);
            byte[] image = Images.image(registry, "kept", "image");
            List<String> manifest = synchronised(() -> expect(201, Images.put(registry, "kept", "v1", image)));
            assertThat(manifest)
                    .anyMatch(file -> file.contains("/staged/put-"))
                    .contains(String.valueOf(
                            registry.objects(digest(image)).getFirst().getParent()))
                    .endsWith(database);
            assertThat(synchronised(() -> expect(201, Images.put(registry, "kept", "v2", image))))
                    .contains(database);
            assertThat(synchronised(() -> expect(202, registry.send("DELETE", "/v2/kept/manifests/v2", NONE))))
                    .contains(database);
        }
    }
}
