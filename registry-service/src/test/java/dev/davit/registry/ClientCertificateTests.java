package dev.davit.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers whom the listener knows by their certificate. */
class ClientCertificateTests {

    private static final char[] SECRET = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void commonNameOfTheCertificateIsWhatIsGranted() throws Exception {
        KeyStore server = keys("localhost");
        KeyStore client = keys("build-7");
        int port = freePort();
        try (TestRegistry registry = Auth.start(
                folder.resolve("registry"),
                "token",
                "davit.registry.auth.url=https://localhost:" + port,
                "davit.registry.auth.client-certificates=true",
                "davit.server.tcp[0].address=127.0.0.1",
                "davit.server.tcp[0].port=0",
                "davit.server.tcp[1].address=127.0.0.1",
                "davit.server.tcp[1].port=" + port,
                "davit.server.tcp[1].certificate=" + pem("server.pem", certificate(server)),
                "davit.server.tcp[1].certificate-key="
                        + pem(
                                "key.pem",
                                "PRIVATE KEY",
                                server.getKey("key", SECRET).getEncoded()),
                "davit.server.tcp[1].client-authority=" + pem("client.pem", certificate(client)))) {
            Auth.grant(registry, "cert:build-7", "ci/**", "read", "create");
            String digest = Auth.push(registry, "ci/app", "layer", Auth.as("root"));
            Auth.push(registry, "other", "layer", Auth.as("root"));
            try (HttpClient stranger = client(tls(server, keys("stranger")))) {
                assertThatThrownBy(() -> get(stranger, port, "/v2/")).isInstanceOf(IOException.class);
            }
            try (HttpClient http = client(tls(server, client))) {
                assertThat(get(http, port, "/v2/").statusCode()).isEqualTo(200);
                assertThat(get(http, port, "/v2/ci/app/blobs/" + digest).statusCode())
                        .isEqualTo(200);
                assertThat(get(http, port, "/v2/other/blobs/" + digest).statusCode())
                        .isEqualTo(403);
                HttpResponse<String> token = get(http, port, "/token?scope=repository:ci/app:pull");
                assertThat(token.statusCode()).isEqualTo(200);
                String bearer = token.body().replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
                assertThat(registry.get("/v2/ci/app/blobs/" + digest, Auth.bearer(bearer))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    private static HttpResponse<String> get(HttpClient http, int port, String path)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private KeyStore keys(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name + ",O=Tests",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(SECRET))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(output).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, SECRET);
        }
        return store;
    }

    private static byte[] certificate(KeyStore store) throws GeneralSecurityException {
        return store.getCertificate("key").getEncoded();
    }

    private Path pem(String name, byte[] certificate) throws IOException {
        return pem(name, "CERTIFICATE", certificate);
    }

    private Path pem(String name, String type, byte[] content) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + type + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                        + "-----\n");
    }

    private static SSLContext tls(KeyStore server, KeyStore client) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(client, SECRET);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
