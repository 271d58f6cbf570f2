package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A disk that takes no more, which /dev/full plays for one upload. */
class DiskFullTests {

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    private Path folder;

    private TestRegistry registry;
    private byte[] earlier = NONE;

    @BeforeEach
    void start() {
        assumeTrue(Files.exists(FULL), "no /dev/full");
        registry = TestRegistry.start(folder);
        earlier = Images.image(registry, "full", "earlier");
        expect(201, Images.put(registry, "full", "v1", earlier));
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void uploadThatTheDiskHasNoRoomForIsA507AndGoesOnWhenThereIs(String method) throws IOException {
        byte[] content = bytes("content ".repeat(100_000));
        String location = registry.begin("full");
        Path staged = registry.blobs().resolve("staged").resolve(location.substring(location.lastIndexOf('/') + 1));
        Files.createSymbolicLink(staged, FULL);
        String query = method.equals("PUT") ? "?digest=" + digest(content) : "";
        HttpResponse<byte[]> answer = registry.send(method, location + query, content);
        expect(507, answer);
        assertThat(text(answer)).contains("no space is left");
        assertThat(registry.get("/v2/full/manifests/v1").body()).isEqualTo(earlier);
        expect(404, registry.get("/v2/full/blobs/" + digest(content)));
        Files.delete(staged);
        expect(202, registry.send("PATCH", location, content, "Content-Range", "0-" + (content.length - 1)));
        expect(201, registry.send("PUT", location + "?digest=" + digest(content), NONE));
        assertThat(registry.get("/v2/full/blobs/" + digest(content)).body()).isEqualTo(content);
    }

    @Test
    void uploadsLeaveTheReserveOfTheDiskAlone() throws IOException {
        byte[] content = bytes("content");
        registry.close();
        try (TestRegistry full = TestRegistry.start(folder, "davit.registry.store.reserve=8000000TB")) {
            registry = full;
            expect(507, full.send("POST", "/v2/full/blobs/uploads/?digest=" + digest(content), content));
            expect(507, full.send("PATCH", full.begin("full"), content));
            expect(507, Images.put(full, "full", "v2", bytes("{\"schemaVersion\":2,\"manifests\":[]}")));
            assertThat(full.get("/v2/full/manifests/v1").body()).isEqualTo(earlier);
            expect(202, full.send("DELETE", "/v2/full/manifests/v1", NONE));
            expect(200, full.send("POST", "/v2/_davit/gc", NONE));
        }
    }

    // H2 closes its database when it cannot write; what would be dead until the next start comes back by itself.
    @Test
    void databaseThatTheDiskHadNoRoomForIsOpenedAgain() {
        expect(202, registry.send("POST", "/v2/full/blobs/uploads/", NONE));
        registry.bean(JdbcTemplate.class).execute("shutdown immediately");
        Until.holds(
                "the registry works again",
                () -> registry.send("POST", "/v2/full/blobs/uploads/", NONE).statusCode() == 202);
        assertThat(registry.get("/v2/full/manifests/v1").body()).isEqualTo(earlier);
        expect(201, Images.put(registry, "full", "v2", Images.image(registry, "full", "later")));
    }

    @Test
    void folderThatCannotBeWrittenIsA500AndWhatIsThereIsServed() throws IOException {
        byte[] content = bytes("content");
        Path staged = registry.blobs().resolve("staged");
        Files.delete(staged);
        Files.writeString(staged, "no folder");
        String post = "/v2/full/blobs/uploads/?digest=" + digest(content);
        expect(500, registry.send("POST", post, content));
        byte[] image = bytes("{\"schemaVersion\":2,\"manifests\":[]}");
        expect(500, Images.put(registry, "full", "v2", image));
        expect(404, registry.get("/v2/full/manifests/v2"));
        assertThat(registry.get("/v2/full/manifests/v1").body()).isEqualTo(earlier);
        Files.delete(staged);
        Files.createDirectory(staged);
        expect(201, registry.send("POST", post, content));
        expect(201, Images.put(registry, "full", "v2", image));
    }
}
