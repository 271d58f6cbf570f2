package dev.davit.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs who changed something, and who was turned away. */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("davit.registry.audit");

    /** The attribute of a request that says who sent it. */
    static final String CALLER = "davit.registry.caller";

    private final boolean on;

    AuditLog(boolean on) {
        this.on = on;
    }

    void answered(HttpServletRequest request, int status) {
        if (on && (changes(request.getMethod()) || status == 401 || status == 403 || status == 429)) {
            String caller = request.getAttribute(CALLER) instanceof String name ? name : "";
            LOG.atInfo()
                    .addKeyValue("user.name", caller)
                    .addKeyValue("client.ip", request.getRemoteAddr())
                    .addKeyValue("http.request.method", request.getMethod())
                    .addKeyValue("url.path", request.getRequestURI())
                    .addKeyValue("url.query", String.valueOf(request.getQueryString()))
                    .addKeyValue("http.response.status_code", status)
                    .log("{} {} {} {}", caller, request.getMethod(), request.getRequestURI(), status);
        }
    }

    private static boolean changes(String method) {
        return !method.equals("GET") && !method.equals("HEAD");
    }
}
