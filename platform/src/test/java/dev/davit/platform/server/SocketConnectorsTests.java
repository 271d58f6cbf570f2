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
                .isThrownBy(() -> customize(new ServerProperties(null, "rw-rw----", List.of(open))))
                .withMessageContaining("0.0.0.0:2375")
                .withMessageContaining("needs a certificate");
    }

    @Test
    void loopbackNeedsNoCertificate() {
        ServerProperties.Tcp loopback = new ServerProperties.Tcp("127.0.0.1", 0, null, null, null);
        TomcatServletWebServerFactory factory = customize(new ServerProperties(null, "rw-rw----", List.of(loopback)));
        assertThat(factory.getAdditionalConnectors()).hasSize(1);
    }

    @Test
    void staleSocketIsRemoved(@TempDir Path folder) throws Exception {
        Path stale = Files.createFile(folder.resolve("stale.sock"));
        customize(new ServerProperties(stale, "rw-rw----", List.of()));
        assertThat(stale).doesNotExist();
    }

    private static TomcatServletWebServerFactory customize(ServerProperties properties) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new SocketConnectors(properties).customize(factory);
        return factory;
    }
}
