package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.registry.RegistryApi;
import dev.davit.contracts.registry.RegistryStatus;
import dev.davit.platform.client.ServiceClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTests {

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder);
        registry.push("known", bytes("known"));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/v1/status",
                "/",
                "/v2/../v1/status",
                "/v2/..;/v1/status",
                "/v2/%2e%2e/v1/status",
                "//v1/status",
                "/v1//status"
            })
    void innerSideIsNotServedOnTcp(String path) throws IOException {
        assertThat(raw("GET", path)).containsPattern("^HTTP/1.1 40[04] ").doesNotContain("address");
    }

    @Test
    void distributionIsNotServedOnTheSocket() throws IOException {
        assertThat(rawInner("GET", "/v2/")).startsWith("HTTP/1.1 404 ");
        assertThat(rawInner("GET", "/actuator/health")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void statusCountsWhatIsHeld() {
        RegistryApi client =
                registry.bean(ServiceClients.class).create(RegistryApi.class, "registry", registry.socket());
        RegistryStatus status = client.status();
        assertThat(status.address()).isEqualTo(registry.address());
        assertThat(status.repositories()).isPositive();
        assertThat(status.blobs()).isPositive();
        assertThat(status.bytes()).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/a//b/manifests/x",
                "/v2/a/%2e%2e/manifests/x",
                "/v2/a/../b/manifests/x",
                "/v2/a%2Fb/manifests/x",
                "/v2/a%00/manifests/x",
                "/v2/a/manifests/%00",
                "/v2/a/manifests/..",
                "/v2/a/blobs/sha256:../../../../etc/passwd",
                "/v2/a/blobs/sha256:%2e%2e%2f%2e%2e",
                "/v2/a/blobs/sha256:ABC",
                "/v2/a/blobs/..%2f..%2fdb",
                "/v2/A/tags/list",
                "/v2/a;x=y/tags/list",
                "/v2/a/manifests/%zz",
                "/v2/a/blobs/uploads/../../../x",
                "/v2/a/blobs/uploads/%00",
                "/v2/a/blobs/uploads/00000000-0000-0000-0000-00000000000%00",
                "/v2/a/blobs/sha256:%00",
                "/v2/a/blobs/SHA256:0000000000000000000000000000000000000000000000000000000000000000",
                "/v2/a/blobs/sha256:000000000000000000000000000000000000000000000000000000000000000",
                "/v2/a/blobs/sha256:000000000000000000000000000000000000000000000000000000000000000%2e",
                "/v2/a/manifests/sha512:0000000000000000000000000000000000000000000000000000000000000000",
                "/v2/a/referrers/sha256:..%2f..",
                "//v2/a/tags/list",
                "/v2//a/tags/list",
                "/v2/a\\b/tags/list",
                "/v2/a%5cb/tags/list",
                "/v2/a%252fb/tags/list",
                "/v2/a/tags/list/"
            })
    void pathThatNamesNothingIsRefused(String path) throws IOException {
        assertThat(raw("GET", path)).containsPattern("^HTTP/1.1 40[04] ");
    }

    @Test
    void manifestOfMoreThan4MiBIsRefused() {
        byte[] large = new byte[4 * 1024 * 1024 + 1];
        java.util.Arrays.fill(large, (byte) ' ');
        HttpResponse<byte[]> answer = Images.put(registry, "known", "large", large);
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void manifestOfAlmost4MiBIsTaken() {
        byte[] manifest =
                Images.image(registry, "known", "large", ",\"annotations\":{\"k\":\"" + "v".repeat(4_190_000) + "\"}");
        assertThat(Images.put(registry, "known", "large", manifest).statusCode())
                .isEqualTo(201);
        assertThat(registry.get("/v2/known/manifests/large").body()).isEqualTo(manifest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}{}",
                "\"x\"",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
                "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:../x\"},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":null,\"layers\":[null]}",
                "{\"schemaVersion\":2,\"layers\":[],\"layers\":[]}"
            })
    void manifestThatIsNoneIsRefused(String manifest) {
        HttpResponse<byte[]> answer =
                registry.send("PUT", "/v2/known/manifests/x", bytes(manifest), "Content-Type", Images.MANIFEST);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).containsAnyOf("MANIFEST_INVALID", "DIGEST_INVALID");
    }

    @Test
    void manifestThatIsImageAndIndexAtOnceIsRefused() {
        byte[] both = Images.image(registry, "known", "both", ",\"manifests\":[]");
        for (String type : new String[] {Images.MANIFEST, Images.INDEX}) {
            HttpResponse<byte[]> answer = registry.send("PUT", "/v2/known/manifests/both", both, "Content-Type", type);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(text(answer)).contains("MANIFEST_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Layers", "MANIFESTS", "layer\u017f", "Config", "mediatype", "Subject"})
    void nameThatOtherReadersTakeForAnotherIsRefused(String name) {
        byte[] image = Images.image(registry, "known", "folded", ",\"" + name + "\":[]");
        HttpResponse<byte[]> answer = Images.put(registry, "known", "folded", image);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("MANIFEST_INVALID", " case ");
        byte[] deeper =
                Images.image(registry, "known", "folded", ",\"more\":{\"" + name + "\":[{\"" + name + "\":1}]}");
        assertThat(Images.put(registry, "known", "folded", deeper).statusCode()).isEqualTo(201);
    }

    @Test
    void manifestWhoseTypeIsNotItsContentTypeIsRefused() {
        byte[] manifest = Images.image(registry, "known", "typed");
        HttpResponse<byte[]> answer = registry.send(
                "PUT",
                "/v2/known/manifests/typed",
                manifest,
                "Content-Type",
                "application/vnd.docker.distribution.manifest.v2+json");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("MANIFEST_INVALID");
    }

    @Test
    void deepJsonIsRefused() {
        byte[] deep = bytes("{\"annotations\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        assertThat(Images.put(registry, "known", "deep", deep).statusCode()).isEqualTo(400);
    }

    @Test
    void manyDescriptorsAreLookedUpInBatches() {
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < 25_000; i++) {
            layers.append(i == 0 ? "" : ",")
                    .append("{\"digest\":\"")
                    .append(TestRegistry.digest(bytes("absent " + i)))
                    .append("\"}");
        }
        byte[] manifest =
                Images.manifest("{\"digest\":\"" + TestRegistry.digest(bytes("known")) + "\"}", layers.toString(), "");
        HttpResponse<byte[]> answer = Images.put(registry, "known", "many", manifest);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body().length).isLessThan(100_000);
    }

    private static String raw(String method, String path) throws IOException {
        int port = Integer.parseInt(registry.address().replaceAll(".*:", ""));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request(method, path));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String rawInner(String method, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(registry.socket()));
            channel.write(ByteBuffer.wrap(request(method, path)));
            ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
            while (channel.read(answer) >= 0) {
                // to the end
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] request(String method, String path) {
        return (method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
