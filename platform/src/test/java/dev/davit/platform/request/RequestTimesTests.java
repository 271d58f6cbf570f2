package dev.davit.platform.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

class RequestTimesTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RequestTimes times = new RequestTimes(meters);

    @Test
    void requestsAreCountedByPatternOfTheirPath() throws Exception {
        FilterChain controller = (request, response) -> {
            request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/v1/containers/{ref}");
            ((HttpServletResponse) response).setStatus(201);
        };
        pass("PUT", "/v1/containers/a", controller);
        pass("PUT", "/v1/containers/b", controller);
        assertThat(count("PUT", "/v1/containers/{ref}", "201")).isEqualTo(2);
    }

    @Test
    void pathsAndMethodsOfNobodyShareOneName() throws Exception {
        pass("SCAN1", "/a", (request, response) -> {});
        pass("SCAN2", "/b", (request, response) -> {});
        assertThat(count("OTHER", "UNKNOWN", "200")).isEqualTo(2);
    }

    @Test
    void failureThatLeavesTheServerCountsAs500() {
        assertThatExceptionOfType(ServletException.class)
                .isThrownBy(() -> pass("GET", "/a", (request, response) -> {
                    throw new ServletException("broken");
                }));
        assertThat(count("GET", "UNKNOWN", "500")).isOne();
    }

    private void pass(String method, String path, FilterChain controller) throws Exception {
        times.doFilter(new MockHttpServletRequest(method, path), new MockHttpServletResponse(), controller);
    }

    private long count(String method, String pattern, String status) {
        return meters.get("http.server.requests")
                .tags("method", method, "uri", pattern, "status", status)
                .timer()
                .count();
    }
}
