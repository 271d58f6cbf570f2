package dev.davit.registry.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The distribution API. A servlet of its own, not a controller: names contain slashes, paths must be seen as they were
 * sent, and a manifest costs less to answer than the dispatcher to pass.
 */
class RegistryServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(RegistryServlet.class);
    private static final String JSON = "application/json";
    private static final byte[] EMPTY = {'{', '}'};

    private final transient Map<Route.Kind, Endpoint> endpoints = new EnumMap<>(Route.Kind.class);
    private final transient JsonMapper json;

    RegistryServlet(List<Endpoint> endpoints, JsonMapper json) {
        this.json = json;
        endpoints.forEach(endpoint -> endpoint.serves().forEach(kind -> this.endpoints.put(kind, endpoint)));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
        try {
            handle(request, response);
        } catch (RegistryError error) {
            if (error.getCause() != null) {
                LOG.error("{} {}", request.getMethod(), request.getRequestURI(), error.getCause());
            }
            refuse(request, response, error);
        } catch (BadRequestException gone) {
            throw gone;
        } catch (IOException failure) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), failure);
            refuse(request, response, RegistryError.failed(failure));
        } catch (RuntimeException failure) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), failure);
            refuse(request, response, new RegistryError(500, ErrorCode.UNKNOWN, "the registry failed; see its log"));
        }
    }

    private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Route route = Route.parse(path(request))
                .orElseThrow(() -> new RegistryError(404, ErrorCode.UNSUPPORTED, "no such endpoint"));
        Exchange exchange = new Exchange(route, request, response, json);
        Endpoint endpoint = endpoints.get(route.kind());
        if (endpoint != null) {
            endpoint.handle(route.kind(), exchange);
        } else if (exchange.method().equals("GET") || exchange.head()) {
            exchange.send(200, JSON, EMPTY);
        } else {
            throw exchange.notAllowed("GET, HEAD");
        }
    }

    // The URI as it was sent: the container's own would have dots and double slashes resolved.
    private static String path(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String decoded = uri.indexOf('%') < 0 ? uri : Query.decode(uri.replace("+", "%2B"));
        if (decoded.equals("/v2")) {
            return "";
        }
        if (!decoded.startsWith("/v2/")) {
            throw RegistryError.invalid(ErrorCode.NAME_INVALID, "the path must be written plainly");
        }
        return decoded.substring("/v2/".length());
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, RegistryError error)
            throws IOException {
        if (response.isCommitted()) {
            throw new IOException("failed after the head was sent", error);
        }
        byte[] body = json.writeValueAsBytes(Map.of("errors", error.errors()));
        response.resetBuffer();
        response.setStatus(error.status());
        error.headers().forEach(response::setHeader);
        response.setHeader("Content-Type", JSON);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
