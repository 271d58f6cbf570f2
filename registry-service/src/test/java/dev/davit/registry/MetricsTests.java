package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.image;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads. */
class MetricsTests {

    @TempDir
    private Path folder;

    @Test
    void requestsContentsAndCollectionsAreCounted() throws IOException {
        try (TestRegistry registry =
                TestRegistry.start(folder, "davit.registry.gc.interval=0s", "davit.registry.gc.delay=0s")) {
            expect(201, image(registry, "counted/app", "v1", "layer"));
            expect(200, registry.get("/v2/counted/app/manifests/v1"));
            expect(404, registry.get("/v2/counted/other/manifests/v1"));
            expect(200, registry.get("/v2/counted/app/blobs/" + digest(bytes("layer"))));
            registry.push("counted/app", bytes("garbage"));
            expect(200, registry.send("POST", "/v2/_davit/gc", NONE));
            String requests = "http_server_requests_seconds_count{method=\"";
            assertThat(scrape(registry))
                    .contains(
                            requests + "PUT\",status=\"201\",uri=\"/v2/{name}/manifests/{reference}\"} 1",
                            requests + "GET\",status=\"200\",uri=\"/v2/{name}/manifests/{reference}\"} 1",
                            requests + "GET\",status=\"404\",uri=\"/v2/{name}/manifests/{reference}\"} 1",
                            requests + "GET\",status=\"200\",uri=\"/v2/{name}/blobs/{digest}\"} 1",
                            requests + "POST\",status=\"201\",uri=\"/v2/{name}/blobs/uploads/\"} 2",
                            "davit_registry_repositories 1.0",
                            "davit_registry_tags 1.0",
                            "davit_registry_blobs 2.0",
                            "davit_registry_stored_bytes " + (double) (5 + Auth.manifestOf("layer").length),
                            "davit_registry_collected_blobs_total 1.0",
                            "davit_registry_collected_bytes_total 7.0");
        }
    }

    @Test
    void damageIsCounted() throws IOException {
        try (TestRegistry registry = TestRegistry.start(folder)) {
            String damaged = registry.push("counted/app", bytes("content ".repeat(10_000)));
            Files.write(registry.objects(damaged).getFirst(), bytes("x"));
            expect(202, registry.send("POST", "/v2/_davit/scrub", NONE));
            Until.holds("it is counted", () -> scrape(registry).contains("davit_registry_damaged_blobs_total 1.0"));
        }
    }

    private static String scrape(TestRegistry registry) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(registry.socket()));
            channel.write(ByteBuffer.wrap(
                    bytes("GET /actuator/prometheus HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
