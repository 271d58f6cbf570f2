package dev.davit.registry.status;

import dev.davit.registry.RegistryProperties;
import java.util.Arrays;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where clients reach the registry; known once the server has bound its port. */
@Component
public class ClientAddress {

    private final String address;
    private volatile int port;

    ClientAddress(RegistryProperties properties) {
        this.address = properties.address();
        this.port = properties.port();
    }

    @EventListener
    void bound(WebServerInitializedEvent event) {
        if (event.getWebServer() instanceof TomcatWebServer server) {
            Arrays.stream(server.getTomcat().getService().findConnectors())
                    .filter(connector -> connector.getProperty("unixDomainSocketPath") == null)
                    .mapToInt(Connector::getLocalPort)
                    .filter(bound -> bound > 0)
                    .findFirst()
                    .ifPresent(bound -> port = bound);
        }
    }

    /** As {@code host:port}. */
    @Override
    public String toString() {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }
}
