package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.registry.trust.Signing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that others wrote, with a password, is pulled from by a client that others wrote. */
class DebianUpstreamIT {

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");
    /** {@code davit:secret}, bcrypt. */
    private static final String HTPASSWD = "davit:$2b$05$bM65se9Ha9rcU5Z1Wmm/I.OZu3MJA0YQsu4fLmBHUtoOsqJvdQHca\n";

    @TempDir
    private Path folder;

    @Test
    void imageIsPulledThroughAndIsHeld() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "docker-registry is not installed");
        Skopeo skopeo = new Skopeo(folder);
        Path image = skopeo.image();
        int port = freePort();
        Path password = Files.writeString(folder.resolve("upstream-password"), "secret\n");
        Process source = source(port);
        try (TestRegistry cache = TestRegistry.start(
                folder.resolve("cache"),
                "davit.registry.upstreams[0].name=debian.test",
                "davit.registry.upstreams[0].url=http://127.0.0.1:" + port,
                "davit.registry.upstreams[0].freshness=0s",
                "davit.registry.upstreams[0].username=davit",
                "davit.registry.upstreams[0].password-file=" + password)) {
            skopeo.run(
                    "copy",
                    "--dest-creds=davit:secret",
                    "--dest-tls-verify=false",
                    "dir:" + image,
                    "docker://127.0.0.1:" + port + "/team/app:v1");
            String local = "docker://" + cache.address() + "/debian.test/team/app";
            pull(skopeo, local, image, "first");
            assertThat(skopeo.run("list-tags", "--tls-verify=false", local)).contains("\"v1\"");
            skopeo.fail("copy", "--dest-tls-verify=false", "dir:" + image, local + ":v2");
            for (String blob : Skopeo.blobs(image)) {
                Until.held(cache, "debian.test/team/app", "sha256:" + blob);
            }
            end(source);
            pull(skopeo, local, image, "second");
        } finally {
            end(source);
        }
    }

    @Test
    void signedImageIsPulledThroughAndAnUnsignedOneIsNot() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "docker-registry is not installed");
        Skopeo skopeo = new Skopeo(folder);
        Path image = skopeo.image();
        int port = freePort();
        Path password = Files.writeString(folder.resolve("upstream-password"), "secret\n");
        KeyPair keys = Signing.keys("P-256");
        Process source = source(port);
        try (TestRegistry cache = TestRegistry.start(
                folder.resolve("cache"),
                "davit.registry.upstreams[0].name=debian.test",
                "davit.registry.upstreams[0].url=http://127.0.0.1:" + port,
                "davit.registry.upstreams[0].username=davit",
                "davit.registry.upstreams[0].password-file=" + password)) {
            String policy = "{\"signed\":{\"keys\":[" + TrustSuite.json(keys.getPublic()) + "],\"strict\":true}}";
            Auth.expect(204, cache.send("PUT", "/v2/_davit/policies/debian.test/**", bytes(policy)));
            for (String name : List.of("signed", "unsigned")) {
                skopeo.run(
                        "copy",
                        "--dest-creds=davit:secret",
                        "--dest-tls-verify=false",
                        "dir:" + image,
                        "docker://127.0.0.1:" + port + "/team/" + name + ":v1");
            }
            String repository = "http://127.0.0.1:" + port + "/v2/team/signed";
            String digest = TestRegistry.digest(Files.readAllBytes(image.resolve("manifest.json")));
            byte[] signature =
                    Signatures.simple(blob -> push(cache, repository, blob), "example/signed", digest, keys, "");
            Auth.expect(201, put(cache, repository + "/manifests/" + Signatures.tag(digest), signature));
            String local = "docker://" + cache.address() + "/debian.test/team/";
            pull(skopeo, local + "signed", image, "pulled");
            skopeo.fail("copy", "--src-tls-verify=false", local + "unsigned:v1", "dir:" + folder.resolve("refused"));
        } finally {
            end(source);
        }
    }

    // The client is as good as any other.
    private static void push(TestRegistry client, String repository, byte[] content) {
        String location = client.send(request(repository + "/blobs/uploads/")
                        .POST(BodyPublishers.noBody())
                        .build())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Auth.expect(201, put(client, location + "&digest=" + TestRegistry.digest(content), content));
    }

    private static HttpResponse<byte[]> put(TestRegistry client, String url, byte[] content) {
        return client.send(request(url)
                .header("Content-Type", url.contains("/manifests/") ? Images.MANIFEST : "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content))
                .build());
    }

    private static HttpRequest.Builder request(String url) {
        String credentials = Base64.getEncoder().encodeToString(bytes("davit:secret"));
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Basic " + credentials);
    }

    private void pull(Skopeo skopeo, String from, Path image, String name) throws Exception {
        Path pulled = folder.resolve(name);
        skopeo.run("copy", "--src-tls-verify=false", from + ":v1", "dir:" + pulled);
        assertThat(pulled.resolve("manifest.json")).hasSameBinaryContentAs(image.resolve("manifest.json"));
        for (String blob : Skopeo.blobs(image)) {
            assertThat(pulled.resolve(blob)).hasSameBinaryContentAs(image.resolve(blob));
        }
    }

    private Process source(int port) throws IOException {
        Path users = Files.write(folder.resolve("htpasswd"), bytes(HTPASSWD));
        Path config =
                Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                log:
                  level: error
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                  secret: davit-test
                auth:
                  htpasswd:
                    realm: davit-test
                    path: %s
                """.formatted(folder.resolve("data"), port, users));
        Process process = new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Until.holds("docker-registry listens", () -> listens(port));
        return process;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
