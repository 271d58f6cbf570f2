package dev.davit.registry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.blob.BlobStore;
import dev.davit.registry.blob.BlobStoreSuite;
import dev.davit.registry.blob.StagedBlob;
import dev.davit.registry.web.UnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3BlobStoreTests extends BlobStoreSuite {

    @TempDir
    static Path folder;

    private static TestBucket server;

    private S3Properties properties;
    private S3Client client;
    private S3Presigner presigner;

    @BeforeAll
    static void start() {
        server = new TestBucket(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect(TestInfo test) throws IOException {
        properties = server.properties(test.getTestMethod().orElseThrow().getName() + "/", true);
        client = BucketConfiguration.client(properties);
        presigner = BucketConfiguration.presigner(properties);
    }

    @AfterEach
    void disconnect() {
        client.close();
        presigner.close();
    }

    @Override
    protected BlobStore store() {
        return new S3BlobStore(new Bucket(client, presigner, properties), properties, folder.resolve("spool"));
    }

    @Test
    void linkIsWhereAnybodyGetsTheObject() throws IOException {
        URI link = store().link(commit("linked", bytes("linked"))).orElseThrow();
        try (InputStream in = link.toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes("linked"));
        }
    }

    @Test
    void spoolHasNoNames() throws IOException {
        try (StagedBlob staged = store().begin("spooled", SHA256)) {
            staged.append(new ByteArrayInputStream(new byte[7_000_000]));
            assertThat(folder.resolve("spool")).isEmptyDirectory();
            staged.discard();
        }
    }

    @Test
    void partThatWasSentAfterTheUploadWasLostIsNotPartOfTheObject() throws IOException {
        byte[] content = new byte[11_000_000];
        content[6_000_000] = 1;
        try (StagedBlob lost = store().begin("lost", SHA256)) {
            lost.append(new ByteArrayInputStream(content, 0, 5_500_000));
            lost.save();
            try (StagedBlob taken = store().stage("lost", SHA256)) {
                taken.append(new ByteArrayInputStream(content, 5_500_000, 5_500_000));
                taken.save();
                lost.append(new ByteArrayInputStream(new byte[5_500_000]));
                lost.save();
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> taken.commit(SHA256.of(content)))
                        .withMessageContaining("part");
                taken.discard();
            }
        }
        assertThat(server.keys("partThatWasSentAfterTheUploadWasLostIsNotPartOfTheObject/objects/"))
                .isEmpty();
    }

    @Test
    void eachTellsWhenAnObjectBecameCompleteAsLongAsNobodyRefersToIt() throws Exception {
        StagedBlob staged = store().begin("slow", SHA256);
        staged.append(new ByteArrayInputStream(new byte[6_000_000]));
        staged.save();
        Thread.sleep(2100); // times are in seconds
        Instant before = Instant.now().minusSeconds(1);
        staged.commit(SHA256.of(new byte[6_000_000]));
        List<Instant> times = new ArrayList<>();
        store().each((object, committed) -> times.add(committed));
        assertThat(times).singleElement().satisfies(time -> assertThat(time).isAfter(before));
        staged.discard();
        assertThat(server.keys("eachTellsWhenAnObjectBecameCompleteAsLongAsNobodyRefersToIt/staged/"))
                .isEmpty();
    }

    @Test
    void multipartWithoutMarkerIsStagedAndCanBeDiscarded() throws IOException {
        String key = properties.prefix() + "objects/unmarked";
        client.createMultipartUpload(r -> r.bucket(properties.bucket()).key(key));
        List<String> names = new ArrayList<>();
        store().staged((name, since) -> names.add(name));
        assertThat(names).containsExactly("unmarked");
        store().discard("unmarked");
        assertThat(client.listMultipartUploads(
                                r -> r.bucket(properties.bucket()).prefix(key))
                        .uploads())
                .isEmpty();
    }

    @Test
    void quarantineKeepsTheBytes() throws IOException {
        store().quarantine(commit("odd", bytes("odd")));
        try (InputStream in = new Bucket(client, presigner, properties).read("quarantine/odd", 0)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes("odd"));
        }
    }

    @Test
    void bucketThatDoesNotAnswerIsToldFromAnAbsentObject() throws IOException {
        S3Properties away = new S3Properties(
                properties.bucket(),
                properties.region(),
                URI.create("http://127.0.0.1:1"),
                "",
                properties.accessKey(),
                properties.secretKeyFile(),
                true,
                false,
                properties.redirectExpiry(),
                properties.partSize());
        try (S3Client nobody = BucketConfiguration.client(away)) {
            BlobStore store = new S3BlobStore(new Bucket(nobody, presigner, away), away, folder);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> store.intact("objects/a", 1))
                    .withMessageContaining("http://127.0.0.1:1");
        }
        assertThat(store().intact("objects/a", 1)).isFalse();
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> store().read("objects/a", 0));
    }
}
