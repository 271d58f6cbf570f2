package dev.davit.gateway.version;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes {@code /v1.NN} off the path, refuses versions that are not served, and sets the headers that every answer of
 * Docker carries.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class VersionFilter extends OncePerRequestFilter {

    private static final Pattern VERSIONED = Pattern.compile("/v([0-9.]+)(/.*)");

    private final String server;
    private final String experimental;

    VersionFilter(GatewayProperties properties) {
        this.server = "Docker/" + properties.dockerVersion() + " (linux)";
        this.experimental = Boolean.toString(properties.experimental());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Api-Version", ApiVersion.NEWEST.toString());
        response.setHeader("Docker-Experimental", experimental);
        response.setHeader("Ostype", "linux");
        response.setHeader("Server", server);
        String path = request.getRequestURI();
        Matcher versioned = VERSIONED.matcher(path);
        if (!versioned.matches()) {
            chain.doFilter(new RoutedRequest(request, Paths.route(path)), response);
            return;
        }
        String asked = versioned.group(1);
        ApiVersion version = ApiVersion.parse(asked);
        String refusal = refusal(asked, version);
        if (refusal != null) {
            refuse(response, version, refusal);
            return;
        }
        request.setAttribute(ApiVersion.ATTRIBUTE, version);
        chain.doFilter(new RoutedRequest(request, Paths.route(versioned.group(2))), response);
    }

    private static @Nullable String refusal(String asked, ApiVersion version) {
        if (version.compareTo(ApiVersion.OLDEST) < 0) {
            return "client version " + asked + " is too old. Minimum supported API version is " + ApiVersion.OLDEST
                    + ", please upgrade your client to a newer version";
        }
        if (version.compareTo(ApiVersion.NEWEST) > 0
                || asked.chars().filter(c -> c == '.').count() > 1) {
            return "client version " + asked + " is too new. Maximum supported API version is " + ApiVersion.NEWEST;
        }
        return null;
    }

    // Clients older than 1.24 print the body as it is.
    private static void refuse(HttpServletResponse response, ApiVersion version, String message) throws IOException {
        boolean plain = version.compareTo(ApiVersion.OLDEST) < 0;
        response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType(plain ? "text/plain; charset=utf-8" : "application/json");
        String body = plain ? message + "\n" : "{\"message\":\"" + message + "\"}\n";
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
