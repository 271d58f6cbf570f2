package dev.davit.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

class SocketConnectorsTests {

    @Test
    void tcpBeyondLoopbackWithoutCertificateIsRefused() {
        ServerProperties.Tcp open = new ServerProperties.Tcp("0.0.0.0", 2375, null, null, null);
        assertThatIllegalStateException()
                .isThrownBy(() -> customize(new ServerProperties(null, "rw-rw----", false, List.of(open))))
                .withMessageContaining("0.0.0.0:2375")
                .withMessageContaining("needs a certificate");
    }

    @Test
    void loopbackNeedsNoCertificate() {
        ServerProperties.Tcp loopback = new ServerProperties.Tcp("127.0.0.1", 0, null, null, null);
        TomcatServletWebServerFactory factory =
                customize(new ServerProperties(null, "rw-rw----", false, List.of(loopback)));
        assertThat(factory.getAdditionalConnectors()).hasSize(1);
    }

    @Test
    void mutualTlsIsDemandedOnLoopbackToo(@TempDir Path folder) throws Exception {
        Path pem = Files.createFile(folder.resolve("some.pem"));
        ServerProperties.Tcp anyClient = new ServerProperties.Tcp("127.0.0.1", 2376, pem, pem, null);
        assertThatIllegalStateException()
                .isThrownBy(() -> customize(new ServerProperties(null, "rw-rw----", true, List.of(anyClient))))
                .withMessageContaining("127.0.0.1:2376 is for clients with a certificate alone")
                .withMessageContaining("client-authority");
    }

    @Test
    void certificateWithoutKeyOrThatIsNotThereIsNamed(@TempDir Path folder) throws Exception {
        Path pem = Files.createFile(folder.resolve("some.pem"));
        Path absent = folder.resolve("absent.pem");
        assertThatIllegalStateException()
                .isThrownBy(() -> customize(tcp(new ServerProperties.Tcp("127.0.0.1", 2376, pem, null, null))))
                .withMessageContaining("needs for TLS both certificate and certificate-key");
        assertThatIllegalStateException()
                .isThrownBy(() -> customize(tcp(new ServerProperties.Tcp("127.0.0.1", 2376, pem, absent, null))))
                .withMessageContaining("cannot read the certificate-key " + absent);
    }

    @Test
    void authorityWithoutCertificateIsNamed(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatIllegalStateException()
                .isThrownBy(() -> customize(tcp(new ServerProperties.Tcp("127.0.0.1", 2376, empty, empty, empty))))
                .withMessageContaining("the client-authority " + empty + " holds no certificate");
    }

    private static ServerProperties tcp(ServerProperties.Tcp tcp) {
        return new ServerProperties(null, "rw-rw----", false, List.of(tcp));
    }

    @Test
    void staleSocketIsRemoved(@TempDir Path folder) throws Exception {
        Path stale = Files.createFile(folder.resolve("stale.sock"));
        customize(new ServerProperties(stale, "rw-rw----", false, List.of()));
        assertThat(stale).doesNotExist();
    }

    private static TomcatServletWebServerFactory customize(ServerProperties properties) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new SocketConnectors(properties).customize(factory);
        return factory;
    }
}
