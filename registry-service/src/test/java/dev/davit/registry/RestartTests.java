package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

class RestartTests {

    private static final byte[] NONE = new byte[0];

    @TempDir
    private Path folder;

    @Test
    void uploadGoesOnAfterRestart() {
        byte[] content = bytes("before and after");
        String location;
        try (TestRegistry registry = TestRegistry.start(folder)) {
            location = registry.begin("restart");
            registry.send("PATCH", location, bytes("before "));
        }
        try (TestRegistry registry = TestRegistry.start(folder)) {
            assertThat(header(registry.get(location), "Range")).isEqualTo("0-6");
            registry.send("PATCH", location, bytes("and after"), "Content-Range", "7-15");
            assertThat(registry.send("PUT", location + "?digest=" + digest(content), NONE)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(registry.get("/v2/restart/blobs/" + digest(content)).body())
                    .isEqualTo(content);
        }
    }

    @Test
    void whatNobodyUploadsAnyMoreIsReclaimedAtStart() throws IOException {
        Path staged;
        try (TestRegistry registry = TestRegistry.start(folder)) {
            staged = registry.blobs().resolve("staged");
        }
        Files.write(staged.resolve("put-left-by-a-kill"), bytes("orphan"));
        try (TestRegistry registry = TestRegistry.start(folder)) {
            assertThat(staged).isEmptyDirectory();
            assertThat(registry.get("/v2/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pullsThatWereCountedAreWrittenDownAtTheStop() {
        try (TestRegistry registry = TestRegistry.start(folder, "davit.registry.pulls.interval=0")) {
            Images.put(registry, "restart", "v1", Images.image(registry, "restart", "image"));
            registry.get("/v2/restart/manifests/v1");
        }
        try (TestRegistry registry = TestRegistry.start(folder)) {
            assertThat(TestRegistry.text(registry.get("/v2/_davit/repositories?q=restart")))
                    .contains("\"pulls\":1");
        }
    }

    @Test
    void uploadThatExpiredIsDropped() {
        String location;
        try (TestRegistry registry = TestRegistry.start(folder)) {
            location = registry.begin("restart");
            registry.send("PATCH", location, bytes("abandoned"));
        }
        try (TestRegistry registry = TestRegistry.start(folder, "davit.registry.upload-expiry=0s")) {
            assertThat(registry.get(location).statusCode()).isEqualTo(404);
            assertThat(registry.blobs().resolve("staged")).isEmptyDirectory();
        }
    }

    @Test
    void failureBetweenObjectAndRowLeavesNothingReadableAndIsRepairedByPushingAgain() {
        byte[] content = bytes("committed to the store alone");
        try (TestRegistry registry = TestRegistry.start(List.of(FailAfterCommit.class), folder)) {
            byte[] manifest = bytes("{\"schemaVersion\":2,\"manifests\":[]}");
            assertThat(registry.send("POST", "/v2/fail/blobs/uploads/?digest=" + digest(content), content)
                            .statusCode())
                    .isEqualTo(500);
            assertThat(registry.get("/v2/fail/blobs/" + digest(content)).statusCode())
                    .isEqualTo(404);
            assertThat(Images.put(registry, "fail", "v1", manifest).statusCode())
                    .isEqualTo(500);
            assertThat(registry.get("/v2/fail/manifests/v1").statusCode()).isEqualTo(404);
        }
        try (TestRegistry registry = TestRegistry.start(folder)) {
            assertThat(registry.get("/v2/fail/blobs/" + digest(content)).statusCode())
                    .isEqualTo(404);
            registry.push("fail", content);
            assertThat(registry.get("/v2/fail/blobs/" + digest(content)).body()).isEqualTo(content);
        }
    }

    @Test
    void blobThatTheDiskLostIsUnknownUntilItIsPushedAgain() throws IOException {
        byte[] content = bytes("lost ".repeat(20_000));
        String digest = digest(content);
        try (TestRegistry registry = TestRegistry.start(folder)) {
            registry.push("lost", content);
            Path file = registry.objects(digest).getFirst();
            for (byte[] wrong : new byte[][] {bytes("truncated"), NONE}) {
                Files.write(file, wrong);
                assertThat(registry.send("HEAD", "/v2/lost/blobs/" + digest, NONE)
                                .statusCode())
                        .isEqualTo(404);
            }
            Files.delete(file);
            assertThat(registry.get("/v2/lost/blobs/" + digest).statusCode()).isEqualTo(404);
            registry.push("lost", content);
            assertThat(registry.get("/v2/lost/blobs/" + digest).body()).isEqualTo(content);
        }
    }

    /** A store after whose commit the process might as well have been killed. */
    @TestConfiguration
    static class FailAfterCommit {

        @Bean
        static BeanPostProcessor failAfterCommit() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof BlobStore store ? new FailingStore(store) : bean;
                }
            };
        }
    }

    private record FailingStore(BlobStore store) implements BlobStore {

        @Override
        public StagedBlob stage(String name, Digest.Algorithm algorithm) throws IOException {
            return new FailingBlob(store.stage(name, algorithm));
        }

        @Override
        public long progress(String name) throws IOException {
            return store.progress(name);
        }

        @Override
        public void staged(Visitor visitor) throws IOException {
            store.staged(visitor);
        }

        @Override
        public void discard(String name) throws IOException {
            store.discard(name);
        }

        @Override
        public boolean intact(String object, long size) throws IOException {
            return store.intact(object, size);
        }

        @Override
        public InputStream read(String object, long offset) throws IOException {
            return store.read(object, offset);
        }

        @Override
        public Optional<Path> file(String object) {
            return store.file(object);
        }

        @Override
        public Optional<URI> link(String object) {
            return store.link(object);
        }

        @Override
        public void each(Visitor visitor) throws IOException {
            store.each(visitor);
        }

        @Override
        public void quarantine(String object) throws IOException {
            store.quarantine(object);
        }

        @Override
        public void delete(String object) throws IOException {
            store.delete(object);
        }
    }

    private record FailingBlob(StagedBlob staged) implements StagedBlob {

        @Override
        public long size() {
            return staged.size();
        }

        @Override
        public void append(InputStream in) throws IOException {
            staged.append(in);
        }

        @Override
        public void save() throws IOException {
            staged.save();
        }

        @Override
        public Digest digest(Digest.Algorithm algorithm) throws IOException {
            return staged.digest(algorithm);
        }

        @Override
        public String commit(Digest digest) throws IOException {
            staged.commit(digest);
            throw new IOException("killed here");
        }

        @Override
        public void discard() throws IOException {
            staged.discard();
        }

        @Override
        public void close() throws IOException {
            staged.close();
        }
    }
}
