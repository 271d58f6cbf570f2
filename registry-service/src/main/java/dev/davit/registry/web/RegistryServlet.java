package dev.davit.registry.web;

import dev.davit.registry.RegistryProperties;
import dev.davit.registry.access.BadInput;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.servlet.HandlerMapping;
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

    /** Where Docker's tokens are had. */
    static final String TOKEN = "/token";

    private final transient Map<Route.Kind, Endpoint> endpoints = new EnumMap<>(Route.Kind.class);
    private final transient Gate gate;
    private final transient JsonMapper json;
    private final transient RateLimits limits;
    private final transient @Nullable Relay relay;
    private final transient AuditLog audit;
    private final @Nullable String warning;

    RegistryServlet(
            List<Endpoint> endpoints,
            Gate gate,
            @Nullable Relay relay,
            JsonMapper json,
            RegistryProperties properties) {
        this.gate = gate;
        this.relay = relay;
        this.json = json;
        this.limits = new RateLimits(properties.rateLimit());
        this.audit = new AuditLog(properties.audit());
        this.warning = properties.warning() == null ? null : "299 - \"" + properties.warning() + "\"";
        endpoints.forEach(endpoint -> endpoint.serves().forEach(kind -> this.endpoints.put(kind, endpoint)));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
        if (warning != null) {
            response.setHeader("Warning", warning);
        }
        try {
            answer(request, response);
        } finally {
            audit.answered(request, response.getStatus());
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            handle(request, response);
        } catch (RegistryError error) {
            refuse(request, response, logged(request, error));
        } catch (BadInput wrong) {
            refuse(request, response, RegistryError.invalid(ErrorCode.UNSUPPORTED, wrong.message()));
        } catch (BadRequestException gone) {
            throw gone;
        } catch (IOException failure) {
            refuse(request, response, logged(request, RegistryError.failed(failure)));
        } catch (DataAccessResourceFailureException
                | TransientDataAccessException
                | CannotCreateTransactionException away) {
            LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), String.valueOf(away.getMessage()));
            refuse(request, response, RegistryError.away("the database cannot be used now; try again later"));
        } catch (RuntimeException failure) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), failure);
            refuse(request, response, new RegistryError(500, ErrorCode.UNKNOWN, "the registry failed; see its log"));
        }
    }

    // A store that is away or full for a while is not worth a page for each request.
    private static RegistryError logged(HttpServletRequest request, RegistryError error) {
        Throwable cause = error.getCause();
        if (cause != null && error.passes()) {
            LOG.warn("{} {}: {}", request.getMethod(), request.getRequestURI(), cause.getMessage());
        } else if (cause != null) {
            LOG.error("{} {}", request.getMethod(), request.getRequestURI(), cause);
        }
        return error;
    }

    private void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Route asked = route(request).orElseThrow(RegistryServlet::unknown);
        request.setAttribute(
                HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, asked.kind().pattern()); // for metrics
        Route route = meant(asked, request, response);
        Exchange exchange = new Exchange(route, request, response, json);
        exchange.from(gate.admit(route.kind(), exchange));
        limits.check(exchange);
        if (relay == null) {
            answer(route.kind(), exchange);
        } else {
            relay.relay(route.kind(), exchange, this::answer);
        }
    }

    private void answer(Route.Kind kind, Exchange exchange) throws IOException {
        Endpoint endpoint = endpoints.get(kind);
        if (endpoint == null && kind != Route.Kind.BASE) {
            throw unknown();
        }
        if (endpoint != null) {
            endpoint.handle(kind, exchange);
        } else if (exchange.method().equals("GET") || exchange.head()) {
            exchange.send(200, JSON, EMPTY);
        } else {
            throw exchange.notAllowed("GET, HEAD");
        }
    }

    // Before anybody decides what the caller may do: that is said of the repository that is meant.
    private Route meant(Route route, HttpServletRequest request, HttpServletResponse response) {
        String query = request.getQueryString();
        if (relay == null || route.repository().isEmpty() || query == null || !query.contains("ns=")) {
            return route;
        }
        String namespace = new Query(query).first("ns");
        if (namespace == null || namespace.isEmpty()) {
            return route;
        }
        Route meant = relay.resolve(route, namespace);
        response.setHeader("OCI-Namespace", namespace);
        return meant;
    }

    private static RegistryError unknown() {
        return new RegistryError(404, ErrorCode.UNSUPPORTED, "no such endpoint");
    }

    private static Optional<Route> route(HttpServletRequest request) {
        return request.getServletPath().equals(TOKEN)
                ? Optional.of(new Route(Route.Kind.TOKEN, "", ""))
                : Route.parse(path(request));
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
        if (response.isCommitted()
                && error.status() < 500
                && !request.getMethod().equals("GET")) {
            return; // whoever sent the body is gone: nothing else has an answer begin before its end
        }
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
