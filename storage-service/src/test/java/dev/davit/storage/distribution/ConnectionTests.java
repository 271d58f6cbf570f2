package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTests {

    private static final char[] PASSWORD = "davit-test".toCharArray();

    @TempDir
    Path folder;

    private RegistryClients clients = new RegistryClients(Fast.properties());

    @AfterEach
    void close() throws IOException {
        clients.close();
    }

    private RegistryClient open(String host) {
        return clients.open(host, "t/x", RegistryAuth.NONE, Access.PULL);
    }

    @Test
    void requestWhenNobodyListensFailsAsDockerd() throws IOException {
        int port = DebianRegistry.freePort();

        assertThatThrownBy(() -> open("localhost:" + port).tags())
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL))
                .hasMessage("Get \"http://localhost:%d/v2/\": dial tcp 127.0.0.1:%d: connect: connection refused"
                        .formatted(port, port));
    }

    @Test
    void requestWhenThreadIsInterruptedEndsAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            clients = new RegistryClients(DistributionProperties.defaults());
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread caller = Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, thrown) -> failure.set(thrown))
                    .start(() -> open("localhost:" + silent.getLocalPort()).tags());
            silent.accept();

            caller.interrupt();

            assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
            assertThat(failure.get()).isInstanceOf(DavitException.class).hasMessageEndingWith(": context canceled");
        }
    }

    @Test
    void requestWhenHostIsUnknownFailsAsDockerd() {
        assertThatThrownBy(() -> open("davit-test.invalid").tags())
                .hasMessage(
                        "Get \"https://davit-test.invalid/v2/\": dial tcp: lookup davit-test.invalid: no such host");
    }

    @Test
    void requestWhenRegistryIsSilentTimesOut() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            DistributionProperties defaults = Fast.properties();
            clients = new RegistryClients(new DistributionProperties(
                    List.of(),
                    defaults.certificates(),
                    defaults.connectTimeout(),
                    Duration.ofMillis(200),
                    0,
                    defaults.retryPause(),
                    defaults.maxRetryAfter()));

            assertThatThrownBy(() -> open("localhost:" + silent.getLocalPort()).tags())
                    .hasMessageEndingWith("net/http: timeout awaiting response headers");
        }
    }

    @Test
    void requestWhenLoopbackRegistrySpeaksTlsTakesAnyCertificate() throws Exception {
        try (FakeRegistry registry = secure()) {
            registry.on("GET /v2/t/x/tags/list", FakeRegistry.json(200, "{\"tags\":[\"safe\"]}"));

            assertThat(open(registry.host()).tags()).containsExactly("safe");
        }
    }

    @Test
    void requestWhenCertificatesAreGivenWantsOneOfThem() throws Exception {
        try (FakeRegistry registry = secure();
                FakeRegistry stranger = secure()) {
            Path own = Files.createDirectories(folder.resolve("certs").resolve(registry.host()));
            exportCertificate(own.resolve("ca.crt"));
            Path other = Files.createDirectories(folder.resolve("certs").resolve(stranger.host()));
            makeKey("other");
            exportCertificate(other.resolve("ca.crt"));
            clients = new RegistryClients(certificates(folder.resolve("certs")));
            registry.on("GET /v2/t/x/tags/list", FakeRegistry.json(200, "{\"tags\":[\"safe\"]}"));

            assertThat(open(registry.host()).tags()).containsExactly("safe");
            assertThatThrownBy(() -> open(stranger.host()).tags()).isInstanceOf(DavitException.class);
        }
    }

    @Test
    void describeWhenCertificateIsUnknownSpeaksAsGo() throws Exception {
        try (FakeRegistry registry = secure()) {
            URI uri = URI.create("https://" + registry.host() + "/v2/");

            assertThat(NetworkErrors.describe("GET", uri, handshakeFailure(uri)))
                    .isEqualTo("Get \"" + uri + "\": tls: failed to verify certificate: x509: certificate signed by"
                            + " unknown authority");
        }
    }

    @Test
    void describeWhenServerSpeaksPlainHttpSpeaksAsGo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.startVirtualThread(() -> answerBadRequest(plain));
            URI uri = URI.create("https://localhost:" + plain.getLocalPort() + "/v2/");

            assertThat(NetworkErrors.describe("GET", uri, handshakeFailure(uri)))
                    .isEqualTo("Get \"" + uri + "\": http: server gave HTTP response to HTTPS client");
            server.join();
        }
    }

    /** What registries written in Go answer to a TLS greeting. */
    private static void answerBadRequest(ServerSocket server) {
        try (Socket client = server.accept()) {
            client.getInputStream().readNBytes(16);
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static IOException handshakeFailure(URI uri) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (SSLSocket socket = (SSLSocket) factory.createSocket(uri.getHost(), uri.getPort())) {
            socket.startHandshake();
            throw new AssertionError("the handshake went well");
        } catch (IOException failure) {
            return failure;
        }
    }

    private static DistributionProperties certificates(Path certificates) {
        DistributionProperties fast = Fast.properties();
        return new DistributionProperties(
                List.of(),
                certificates,
                fast.connectTimeout(),
                fast.idleTimeout(),
                fast.retries(),
                fast.retryPause(),
                fast.maxRetryAfter());
    }

    private FakeRegistry secure() throws Exception {
        if (!Files.exists(keys())) {
            makeKey("registry");
        }
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        return new FakeRegistry(server);
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys())) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Path keys() {
        return folder.resolve("keys.p12");
    }

    private void makeKey(String name) throws Exception {
        Files.deleteIfExists(keys());
        keytool("-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:localhost");
    }

    private void exportCertificate(Path file) throws Exception {
        keytool("-exportcert", "-rfc", "-alias", "key", "-file", file.toString());
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-keystore",
                keys().toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(1, List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
