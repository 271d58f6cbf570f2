package dev.davit.gateway.version;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request at another path than the client wrote. */
final class RoutedRequest extends HttpServletRequestWrapper {

    private final String path;

    RoutedRequest(HttpServletRequest request, String path) {
        super(request);
        this.path = path;
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public String getServletPath() {
        return path;
    }
}
