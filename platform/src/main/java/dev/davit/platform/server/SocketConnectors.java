package dev.davit.platform.server;

import dev.davit.platform.socket.SocketProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.annotation.Order;

/** Makes Tomcat listen on the unix socket in place of the TCP port, and on the configured TCP addresses beside it. */
@Order(1) // after Spring Boot's own settings, before what a service says of its connectors
public class SocketConnectors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final ServerProperties properties;

    /** Connectors for these settings. */
    public SocketConnectors(ServerProperties properties) {
        this.properties = properties;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(SocketProtocol.class.getName());
        Path socket = properties.socket();
        if (socket != null) {
            removeStale(socket);
            factory.addConnectorCustomizers(connector -> listenOnSocket(connector, socket));
        }
        for (ServerProperties.Tcp tcp : properties.tcp()) {
            factory.addAdditionalConnectors(tcpConnector(tcp));
        }
    }

    private void listenOnSocket(Connector connector, Path socket) {
        connector.setProperty("unixDomainSocketPath", socket.toString());
        connector.setProperty("unixDomainSocketPathPermissions", properties.permissions());
        tune(connector);
    }

    // A socket file outlives the process that bound it, and bind(2) refuses an existing one.
    private static void removeStale(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove the stale socket " + socket, failure);
        }
    }

    private Connector tcpConnector(ServerProperties.Tcp tcp) {
        Connector connector = new Connector(SocketProtocol.class.getName());
        connector.setPort(tcp.port());
        AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        InetAddress address = resolve(tcp.address());
        protocol.setAddress(address);
        protocol.setExecutor(new VirtualThreadExecutor("tcp-" + tcp.port() + "-"));
        TcpSecurity.check(tcp, address.isLoopbackAddress(), properties.mutualTls());
        TcpSecurity.apply(tcp, connector);
        tune(connector);
        return connector;
    }

    private static InetAddress resolve(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException failure) {
            throw new IllegalStateException("davit.server.tcp: unknown address " + address, failure);
        }
    }

    private void tune(Connector connector) {
        int limit = ConnectionLimit.of(
                Runtime.getRuntime().maxMemory(), properties.tcp().size());
        connector.setMaxPostSize(-1); // bodies are streamed and bounded by whoever reads them
        connector.setProperty("maxSwallowSize", "-1");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(ConnectionLimit.HEADER_BYTES));
        connector.setProperty("maxConnections", String.valueOf(limit));
        connector.setProperty("acceptCount", "1000"); // these wait in the kernel
        connector.setEncodedSolidusHandling("passthrough"); // names of images hold slashes
        connector.setEncodedReverseSolidusHandling("passthrough");
        connector.setProperty("relaxedQueryChars", "[]{}|\\^`\"<>");
        connector.setProperty("relaxedPathChars", "[]{}|\\^`\"<>");
    }
}
