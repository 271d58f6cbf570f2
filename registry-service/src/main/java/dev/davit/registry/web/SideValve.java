package dev.davit.registry.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Keeps the two sides of the service apart: the distribution API is served on TCP alone, the inner API and actuator on
 * the unix socket alone. It asks for the servlet that the container chose, so no spelling of a path gets round it.
 */
class SideValve extends ValveBase {

    private final Map<Connector, Boolean> inner = new ConcurrentHashMap<>();

    SideValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        boolean distribution = request.getWrapper() != null
                && WebConfiguration.SERVLET.equals(request.getWrapper().getName());
        boolean socket = inner.computeIfAbsent(
                request.getConnector(), connector -> connector.getProperty("unixDomainSocketPath") != null);
        if (distribution == socket) {
            response.setStatus(404);
            response.setContentLength(0);
            return;
        }
        getNext().invoke(request, response);
    }
}
