package dev.davit.platform.request;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts and times requests as {@code http.server.requests}, by method, pattern of the path and status. Spring's
 * observations say the same with ten times the work, of which a run of a container would pay for fifteen.
 */
@Order(RequestTimes.ORDER)
public class RequestTimes extends OncePerRequestFilter {

    static final int ORDER = RequestIdFilter.ORDER + 1;

    private final MeterRegistry meters;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String method, String pattern, int status) {}

    /** Counts in {@code meters}. */
    public RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long began = System.nanoTime();
        boolean answered = false;
        try {
            chain.doFilter(request, response);
            answered = true;
        } finally {
            int status = answered ? response.getStatus() : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            timer(request, status).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    // Only patterns become tags: there is no end of paths.
    private Timer timer(HttpServletRequest request, int status) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Key key = new Key(known(request.getMethod()), pattern == null ? "UNKNOWN" : pattern.toString(), status);
        return timers.computeIfAbsent(key, this::register);
    }

    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
            default -> "OTHER";
        };
    }

    private Timer register(Key key) {
        return Timer.builder("http.server.requests")
                .description("Requests that were answered")
                .tag("method", key.method())
                .tag("uri", key.pattern())
                .tag("status", Integer.toString(key.status()))
                .register(meters);
    }
}
