package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send slowly, too much, or only a part. */
class HostileClientTests {

    private static final byte[] CONTENT = ReplicasSuite.random(1, 500_000);

    @TempDir
    static Path folder;

    private static TestRegistry registry;

    @BeforeAll
    static void start() {
        registry = TestRegistry.start(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    private static Socket connect() throws IOException {
        int port = Integer.parseInt(registry.address().replaceAll(".*:", ""));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException refused) {
                // what was answered meanwhile counts
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static int held(String location) {
        String range = header(registry.get(location), "Range");
        return range.equals("0-0") ? 0 : Integer.parseInt(range.substring(2)) + 1;
    }

    @Test
    void slowUploadsKeepNobodyWaiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            String location = "";
            for (int i = 0; i < 300; i++) {
                location = registry.begin("slow/app");
                Socket socket = connect();
                slow.add(socket);
                socket.getOutputStream()
                        .write(bytes("PATCH " + location + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx"));
            }
            expect(201, Images.put(registry, "slow/app", "v1", Images.image(registry, "slow/app", "quick")));
            expect(200, registry.get("/v2/slow/app/manifests/v1"));
            String one = location;
            Until.holds(
                    "somebody is at the upload",
                    () -> registry.send("PATCH", one, NONE).statusCode() == 416);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATCH", "PUT"})
    void clientThatIsCutOffGoesOnFromWhatCame(String method) throws IOException {
        String location = registry.begin("cut/off");
        String query = "?digest=" + digest(CONTENT);
        try (Socket client = connect()) {
            client.getOutputStream()
                    .write(bytes(method + " " + location + (method.equals("PUT") ? query : "")
                            + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + CONTENT.length + "\r\n\r\n"));
            client.getOutputStream().write(CONTENT, 0, 300_000);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isNotNull();
        }
        int held = held(location);
        assertThat(held).isEqualTo(300_000);
        byte[] rest = Arrays.copyOfRange(CONTENT, held, CONTENT.length);
        String range = held + "-" + (CONTENT.length - 1);
        expect(202, registry.send("PATCH", location, rest, "Content-Range", range));
        HttpResponse<byte[]> again = registry.send("PATCH", location, rest, "Content-Range", range);
        expect(416, again); // the reply was lost, and the client sends it once more
        assertThat(header(again, "Range")).isEqualTo("0-" + (CONTENT.length - 1));
        expect(201, registry.send("PUT", location + query, NONE));
        assertThat(registry.get("/v2/cut/off/blobs/" + digest(CONTENT)).body()).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 20", "Transfer-Encoding: chunked"})
    void partOfABodyIsNoBlobThoughItHasTheDigest(String length) throws IOException {
        byte[] part = bytes("only part");
        String body = length.startsWith("T") ? "9\r\nonly part\r\n" : "only part";
        for (String request : List.of(
                "POST /v2/cut/part/blobs/uploads/?digest=" + digest(part),
                "PUT " + registry.begin("cut/part") + "?digest=" + digest(part))) {
            try (Socket client = connect()) {
                client.getOutputStream()
                        .write(bytes(request + " HTTP/1.1\r\nHost: a\r\n" + length + "\r\n\r\n" + body));
                client.shutdownOutput();
                assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(" 201 ");
            }
            expect(404, registry.get("/v2/cut/part/blobs/" + digest(part)));
        }
    }

    @Test
    void headThatIsTooLargeIsRefused() throws IOException {
        assertThat(raw("GET /v2/ HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(400_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /v2/" + "y".repeat(400_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /v2/ HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(100_000) + "\r\n"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void manyDescriptorsAreTooLarge() {
        String descriptor = "{\"digest\":\"" + digest(NONE) + "\"}";
        byte[] manifest = Images.manifest(descriptor, (descriptor + ",").repeat(400_000) + descriptor, "");
        expect(413, Images.put(registry, "many/app", "v1", manifest));
        byte[] five = new byte[5 << 20];
        Arrays.fill(five, (byte) ' ');
        expect(413, Images.put(registry, "many/app", "v1", five));
    }

    @Test
    void linksAndLocationsAreNotOfTheRequestLineNorItsHeaders() throws IOException {
        registry.push("link/one", CONTENT);
        registry.push("link/two", CONTENT);
        String headers = "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\n"
                + "X-Forwarded-Prefix: /evil.example\r\nForwarded: host=evil.example\r\nConnection: close\r\n";
        for (String target : List.of("/v2/_catalog?n=1", "http://evil.example/v2/_catalog?n=1")) {
            assertThat(raw("GET " + target + " HTTP/1.1\r\n" + headers + "\r\n"))
                    .contains("Link: </v2/_catalog?n=1&last=")
                    .doesNotContain("evil");
        }
        assertThat(raw("POST /v2/link/one/blobs/uploads/ HTTP/1.1\r\n" + headers + "Content-Length: 0\r\n\r\n"))
                .contains("Location: /v2/link/one/blobs/uploads/")
                .doesNotContain("evil");
        String mount = "/v2/link/three/blobs/uploads/?mount=" + digest(CONTENT) + "&from=link/one";
        assertThat(raw("POST " + mount + " HTTP/1.1\r\n" + headers + "Content-Length: 0\r\n\r\n"))
                .contains("Location: /v2/link/three/blobs/")
                .doesNotContain("evil");
    }

    // What a proxy before the registry takes for a body must not be a request of its own here.
    @Test
    void bodyWithTwoLengthsIsNoSecondRequest() throws IOException {
        String location = registry.begin("two/lengths");
        String smuggled = "DELETE " + location + " HTTP/1.1\r\nHost: a\r\n\r\n";
        String answer = raw("PATCH " + location + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + (smuggled.length() + 5)
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled);
        assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        expect(204, registry.get(location));
    }
}
