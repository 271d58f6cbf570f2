package dev.davit.platform.server;

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

/** Makes Tomcat listen on the unix socket in place of the TCP port, and on the configured TCP addresses beside it. */
public class SocketConnectors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final ServerProperties properties;

    /** Connectors for these settings. */
    public SocketConnectors(ServerProperties properties) {
        this.properties = properties;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
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
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
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

    private static void tune(Connector connector) {
        connector.setMaxPostSize(-1); // bodies are streamed and bounded by whoever reads them
        connector.setProperty("maxSwallowSize", "-1");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxHttpRequestHeaderSize", "262144"); // X-Registry-Auth and long filters
        connector.setProperty("maxConnections", "20000");
        connector.setEncodedSolidusHandling("passthrough"); // names of images hold slashes
        connector.setEncodedReverseSolidusHandling("passthrough");
        connector.setProperty("relaxedQueryChars", "[]{}|\\^`\"<>");
        connector.setProperty("relaxedPathChars", "[]{}|\\^`\"<>");
    }
}
