package dev.davit.registry.web;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One request to the distribution API, and its answer. */
public final class Exchange {

    private static final int SMALL = 64 * 1024;

    private final Route route;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final JsonMapper json;
    private final Query query;
    private Caller caller = Caller.NOBODY;

    Exchange(Route route, HttpServletRequest request, HttpServletResponse response, JsonMapper json) {
        this.route = route;
        this.request = request;
        this.response = response;
        this.json = json;
        this.query = new Query(request.getQueryString());
    }

    void from(Caller admitted) {
        this.caller = admitted;
        identified(admitted);
    }

    /** Who it is, whether or not they are let in: the audit log is to name whom it is about. */
    public void identified(Caller known) {
        request.setAttribute(AuditLog.CALLER, known.name());
    }

    /** Who sent it. */
    public Caller caller() {
        return caller;
    }

    /** The address that it came from. */
    public String remoteAddress() {
        return request.getRemoteAddr();
    }

    /** The address that it came to, as a URL: what the client's headers say of it is not looked at. */
    public String localUrl() {
        String address = request.getLocalAddr();
        return request.getScheme() + "://" + (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":"
                + request.getLocalPort();
    }

    /** The client's certificate, which the listener has verified; null: it showed none. */
    public @Nullable X509Certificate certificate() {
        return request.getAttribute("jakarta.servlet.request.X509Certificate") instanceof X509Certificate[] chain
                        && chain.length > 0
                ? chain[0]
                : null;
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

    /** A small body as text. */
    public String text() throws IOException {
        byte[] content = body().readNBytes(SMALL + 1);
        if (content.length > SMALL) {
            throw new RegistryError(413, ErrorCode.SIZE_INVALID, "the body has at most " + SMALL + " bytes");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** A small body as JSON. */
    public <T> T read(Class<T> type) throws IOException {
        try {
            T read = json.readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(text());
            if (read == null) {
                throw new BadInput("the body is empty");
            }
            return read;
        } catch (JacksonException malformed) {
            throw new BadInput("the body is not what is expected: " + malformed.getOriginalMessage());
        }
    }

    /** The parameters of a body that is a form. */
    public Query form() throws IOException {
        return new Query(text());
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

    /** Answers 200 as JSON. */
    public void sendJson(Object body) throws IOException {
        sendJson(200, body);
    }

    /** Answers as JSON. */
    public void sendJson(int status, Object body) throws IOException {
        sendJson(status, "application/json", body);
    }

    /** Answers as JSON of a type of its own. */
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
