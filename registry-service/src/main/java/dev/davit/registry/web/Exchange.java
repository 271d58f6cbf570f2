package dev.davit.registry.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One request to the distribution API, and its answer. */
public final class Exchange {

    private final Route route;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final JsonMapper json;
    private final Query query;

    Exchange(Route route, HttpServletRequest request, HttpServletResponse response, JsonMapper json) {
        this.route = route;
        this.request = request;
        this.response = response;
        this.json = json;
        this.query = new Query(request.getQueryString());
    }

    /** The repository that the path names. */
    public String repository() {
        return route.repository();
    }

    /** Tag, digest or session of the path, as it was sent. */
    public String reference() {
        return route.reference();
    }

    /** The method, in upper case. */
    public String method() {
        return request.getMethod();
    }

    /** Whether the client wants the head alone. */
    public boolean head() {
        return method().equals("HEAD");
    }

    /** A parameter of the query string; null: absent. */
    public @Nullable String parameter(String name) {
        return query.first(name);
    }

    /** All values of a parameter of the query string. */
    public List<String> parameters(String name) {
        return query.all(name);
    }

    /** A header of the request; null: absent. */
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    /** Bytes of the body; -1: not said. */
    public long length() {
        return request.getContentLengthLong();
    }

    /** The body. */
    public InputStream body() throws IOException {
        return request.getInputStream();
    }

    /** Sets a header of the answer. */
    public Exchange set(String header, String value) {
        response.setHeader(header, value);
        return this;
    }

    /** Answers without a body. */
    public void send(int status) {
        response.setStatus(status);
        response.setContentLengthLong(0);
    }

    /** Answers these bytes, or their head to a HEAD. */
    public void send(int status, String type, byte[] body) throws IOException {
        send(status, type, body, 0, body.length);
    }

    /** Answers a part of these bytes, or its head to a HEAD. */
    public void send(int status, String type, byte[] body, int offset, int length) throws IOException {
        begin(status, type, length);
        if (!head()) {
            response.getOutputStream().write(body, offset, length);
        }
    }

    /** Answers as JSON. */
    public void sendJson(int status, String type, Object body) throws IOException {
        send(status, type, json.writeValueAsBytes(body));
    }

    /** The head of an answer whose body is sent otherwise. */
    public void begin(int status, String type, long length) {
        response.setStatus(status);
        response.setHeader("Content-Type", type);
        response.setContentLengthLong(length);
    }

    /** Whether the client holds what has this digest already; it has been answered 304 then. */
    public boolean notModified(String digest) {
        String held = header("If-None-Match");
        if (held == null || !(held.equals("*") || held.contains("\"" + digest + "\""))) {
            return false;
        }
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    /** What to say to a method that this path lacks. */
    public RegistryError notAllowed(String allowed) {
        return new RegistryError(
                        405,
                        ErrorCode.UNSUPPORTED,
                        String.format(Locale.ROOT, "%s is not supported here; %s is", method(), allowed))
                .with("Allow", allowed);
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }
}
